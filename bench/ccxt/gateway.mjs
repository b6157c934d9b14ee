// CCXT behind the same lists and keys on Redis: one client per account, nothing stored.
import { Resp } from './resp.mjs';
import { connect } from './stub.mjs';

const [stub, redis, list, brokers] = process.argv.slice(2);
const SECONDS_KEPT = '300';

const clients = new Map();
const first = connect(stub, 'bench-key-1');
await first.loadMarkets();
for (let broker = 1; broker <= Number(brokers); broker++) {
  clients.set(broker, connect(stub, `bench-key-${broker}`).setMarketsFromExchange(first));
}

const taking = new Resp(redis);
const answering = new Resp(redis);

async function place({ broker_id, symbol, type, side, quantity, price, client_order_id }) {
  return clients
    .get(broker_id)
    .createOrder(symbol, type, side, Number(quantity), Number(price), {
      newClientOrderId: client_order_id,
    });
}

async function serve(message) {
  const request = JSON.parse(message);
  let answer;
  try {
    const data = await place(request.params);
    answer = { request_id: request.request_id, success: true, data };
  } catch (error) {
    answer = { request_id: request.request_id, success: false, error: error.message };
  }
  const text = JSON.stringify(answer);
  if (request.reply_to === undefined) {
    await answering.call('SETEX', `exchange_response_${request.request_id}`, SECONDS_KEPT, text);
  } else {
    // Both in one go, as the commands of a connection are.
    answering.call('RPUSH', request.reply_to, text);
    await answering.call('EXPIRE', request.reply_to, SECONDS_KEPT);
  }
}

console.log('ready');
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
for (;;) {
  const taken = await taking.call('BLPOP', list, '0');
  serve(taken[1]);
}
