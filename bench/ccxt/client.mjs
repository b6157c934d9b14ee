// Places limit orders through CCXT: a line "IN_FLIGHT MILLIS" in, what they cost out.
import { SYMBOL, connect, percentile, price, serve } from './stub.mjs';

const exchange = connect(process.argv[2], 'bench-key');
await exchange.loadMarkets();
let number = 0;

async function call(deadline, latencies) {
  while (performance.now() < deadline) {
    const n = ++number;
    const start = performance.now();
    const order = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.0015, price(n), {
      newClientOrderId: `bench-${n}`,
    });
    latencies.push((performance.now() - start) * 1000);
    if (order.id === undefined) {
      throw new Error('no order came back');
    }
  }
}

console.log('ready');
await serve(async (line) => {
  const [inFlight, millis] = line.split(' ').map(Number);
  const latencies = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, () => call(start + millis, latencies)));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  return {
    orders: latencies.length,
    seconds,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    p999: percentile(latencies, 99.9),
    cpuMicros: user + system,
    allocatedBytes: null,
  };
});
