// Judges the judge: CCXT's answers are altered in one place at a time, and the cell that is told the
// lie must fail. Prints the seed, and every lie that was believed; ends with 1 when there is one.
//   node lies.mjs --venue binance --url http://127.0.0.1:18080 [--seed 7] [--count 80]

import { parseArgs } from 'node:util';
import ccxt from 'ccxt';
import { Session } from './session.mjs';

const MONEY = ['amount', 'filled', 'remaining', 'price', 'cost', 'average', 'triggerPrice'];
const ORDER = ['id', 'clientOrderId', 'symbol', 'type', 'side', 'status', 'timestamp', ...MONEY];
const CANCELED = ORDER.filter((field) => field !== 'timestamp'); // that is the time of the cancellation
const TICKER = ['symbol', 'last', 'bid', 'ask', 'high', 'low', 'change'];
const TRADE = ['id', 'symbol', 'side', 'amount', 'price', 'cost'];
const OWN_TRADE = [
  'id',
  'order',
  'side',
  'amount',
  'price',
  'cost',
  'takerOrMaker',
  'fee.cost',
  'fee.currency',
];
const STEPS = ['precision.price', 'precision.amount', 'limits.amount.min', 'limits.cost.min'];
const placedAndRead = { createOrder: ORDER, fetchOrder: ORDER };

/** What each cell lives on: the calls and the fields of their answers. */
const TOLD = {
  markets: { loadMarkets: ['base', 'quote', 'spot', 'active', ...STEPS] },
  ticker: { fetchTicker: [...TICKER, 'bidVolume', 'askVolume', 'baseVolume', 'vwap'] },
  tickers: { fetchTickers: TICKER },
  order_book: { fetchOrderBook: ['bids.0.0', 'asks.0.0', 'bids.1.1'] },
  ohlcv: { fetchOHLCV: ['0', '1', '2', '3', '4', '5'] },
  trades: { fetchTrades: TRADE },
  balance: { fetchBalance: ['base', 'quote'].flatMap((it) => [`${it}.free`, `${it}.used`, `${it}.total`]) },
  create_market_buy: { ...placedAndRead, createMarketBuyOrderWithCost: ORDER },
  create_market_sell: placedAndRead,
  create_limit: placedAndRead,
  create_stop_loss: placedAndRead,
  create_stop_loss_limit: placedAndRead,
  create_take_profit: placedAndRead,
  create_take_profit_limit: placedAndRead,
  create_post_only: { createOrder: [...ORDER, 'postOnly'] },
  create_ioc: placedAndRead,
  create_fok: placedAndRead,
  create_trailing: placedAndRead,
  create_oco: { fetchOrder: ORDER },
  fetch_order: { fetchOrder: ORDER },
  cancel_order: { cancelOrder: CANCELED, fetchOrder: ORDER },
  edit_order: { editOrder: ORDER, fetchOrder: ORDER },
  open_orders: { fetchOpenOrders: ORDER },
  closed_orders: { fetchClosedOrders: ORDER },
  my_trades: { fetchMyTrades: OWN_TRADE },
  error_insufficient_funds: { createOrder: ['error'] },
  error_bad_key: { fetchBalance: ['error'], createOrder: ['error'] },
  error_bad_secret: { fetchBalance: ['error'], createOrder: ['error'] },
  error_unknown_order: { fetchOrder: ['error'], cancelOrder: ['error'] },
  error_bad_symbol: { fetchTicker: ['error'], createOrder: ['error'] },
  error_too_small: { createOrder: ['error'] },
};

const OTHER_WORDS = { buy: 'sell', sell: 'buy', open: 'closed', taker: 'maker', maker: 'taker' };

function altered(value) {
  if (typeof value === 'boolean') {
    return !value;
  }
  if (typeof value === 'number') {
    return value + 1;
  }
  if (/^-?[\d.]+$/.test(value)) {
    return /[1-9]/.test(value) ? value.replace(/[1-9](?!.*[1-9])/, (digit) => (Number(digit) % 9) + 1) : '1';
  }
  return OTHER_WORDS[value] ?? value + 'x';
}

/** Alters a field where it is; says whether it was anywhere. */
function alter(node, [step, ...rest]) {
  if (node === null || typeof node !== 'object' || node[step] === undefined || node[step] === null) {
    return false;
  }
  if (rest.length > 0) {
    return alter(node[step], rest);
  }
  node[step] = altered(node[step]);
  return true;
}

/** CCXT that lies about one field of one call's answers. */
class Liar {
  told = false;
  #method;
  #field;
  #names;

  /** @param names of steps in the field's path that differ from venue to venue */
  constructor(method, field, names) {
    this.#method = method;
    this.#field = field;
    this.#names = names;
  }

  wrap = (exchange) =>
    new Proxy(exchange, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        if (name !== this.#method) {
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return (...parameters) => this.#answer(() => value.apply(target, parameters));
      },
    });

  async #answer(call) {
    if (this.#field === 'error') {
      return call().catch(() => {
        this.told = true;
        throw new ccxt.ExchangeError('something else');
      });
    }
    const answer = structuredClone(await call());
    const path = this.#field.split('.').map((step) => this.#names[step] ?? step);
    const many = Array.isArray(answer) || Object.values(answer).some((part) => part?.info !== undefined);
    const parts = many ? Object.values(answer) : [answer];
    this.told = parts.map((part) => alter(part, path)).includes(true) || this.told;
    return answer;
  }
}

/** Mulberry32: the same seed, the same lies. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const { values: args } = parseArgs({
  options: {
    venue: { type: 'string' },
    url: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '80' },
  },
});
const session = await Session.open(args);
const { base, quote } = session.market;
const next = random(Number(args.seed));
const lies = Object.entries(TOLD)
  .flatMap(([cell, calls]) => Object.entries(calls).map(([method, fields]) => [cell, method, fields]))
  .flatMap(([cell, method, fields]) => fields.map((field) => ({ cell, method, field, order: next() })))
  .sort((a, b) => a.order - b.order)
  .slice(0, Number(args.count));

let [told, believed] = [0, 0];
console.error = () => {}; // what the cells say of failures that are meant
for (const { cell, method, field } of lies) {
  const liar = new Liar(method, field, method === 'fetchBalance' ? { base, quote } : {});
  const { verdict, note } = await session.judge(cell, liar.wrap);
  told += liar.told ? 1 : 0;
  if (liar.told && verdict !== 'fail') {
    believed++;
    console.log(`believed: ${cell}, ${field} of ${method} (${verdict} ${note})`);
  }
}
console.log(`seed ${args.seed}: ${lies.length} lies, ${told} told, ${believed} believed`);
process.exitCode = believed === 0 && told > 0 ? 0 : 1;
