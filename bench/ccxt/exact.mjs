// Sends decimals through CCXT: a file with "AMOUNT PRICE" lines in, what the venue received and
// what came back out, one line an order: "AMOUNT PRICE AMOUNT PRICE", or "refused".
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from './stub.mjs';

const [stub, mode, input, output] = process.argv.slice(2);
const IN_FLIGHT = 32;

const exchange = connect(stub, 'bench-key');
if (mode === 'texts') {
  // What a careful user can do: texts in, texts out.
  exchange.number = String;
}
await exchange.loadMarkets();
const asked = readFileSync(input, 'utf8').trim().split('\n');
const told = new Array(asked.length);
let next = 0;

async function work() {
  for (let i = next++; i < asked.length; i = next++) {
    const [amount, price] = asked[i].split(' ').map(mode === 'texts' ? String : Number);
    try {
      const order = await exchange.createOrder('EXACT/USDT', 'limit', 'buy', amount, price);
      told[i] = `${order.info.origQty} ${order.info.price} ${order.amount} ${order.price}`;
    } catch (error) {
      told[i] = 'refused';
    }
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, work));
writeFileSync(output, told.join('\n'));
console.log('done');
