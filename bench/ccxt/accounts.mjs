// One CCXT client per account, each with a market list of its own.
import { SYMBOL, connect, price, serve } from './stub.mjs';

const [stub, count] = process.argv.slice(2);
const clients = [];
for (let i = 1; i <= Number(count); i++) {
  const client = connect(stub, `bench-key-${i}`);
  await client.loadMarkets();
  clients.push(client);
}

console.log('ready');
await serve(async (line) => {
  for (let i = 0; i < Number(line); i++) {
    await clients[i % clients.length].createOrder(SYMBOL, 'limit', 'buy', 0.0015, price(i));
  }
  const resident = process.memoryUsage().rss;
  globalThis.gc();
  globalThis.gc();
  return { resident, heap: process.memoryUsage().heapUsed };
});
