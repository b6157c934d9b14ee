// CCXT, unchanged but for its addresses, in front of the stub of the venue.
// Installed once, with the judges' lock file: the same version judges and is measured.
import ccxt from '../../conformance/node_modules/ccxt/js/ccxt.js';

export const SECRET = 'bench-secret';
export const SYMBOL = 'BTC/USDT';
export const version = ccxt.version;

/** A client of one account. */
export function connect(stub, key, settings = {}) {
  const exchange = new ccxt.binance({
    apiKey: key,
    secret: SECRET,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchMargins: false,
      fetchCurrencies: false,
    },
    ...settings,
  });
  exchange.urls.api.public = `${stub}/api/v3`;
  exchange.urls.api.private = `${stub}/api/v3`;
  return exchange;
}

/** A price that differs from order to order, the same as on the other side. */
export function price(number) {
  return (4_300_000 + (number % 1_000)) / 100;
}

/** Calls what answers each line of standard input with one line of JSON. */
export async function serve(answer) {
  const { createInterface } = await import('node:readline');
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(line)));
  }
  process.exit(0);
}

/** The least latency that so many per cent do not exceed; sorted, in microseconds. */
export function percentile(sorted, percent) {
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1];
}
