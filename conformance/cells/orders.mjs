// Placing and comparing orders, for the cells.

import { compare, multiply, subtract, sum } from '../decimals.mjs';

export const limit = ({ venue, exchange }, side, amount, price, params = {}) =>
  exchange.createOrder(venue.symbol, 'limit', side, amount, price, params);

export const market = ({ venue, exchange }, side, amount, params = {}) =>
  exchange.createOrder(venue.symbol, 'market', side, amount, undefined, params);

/** What the control plane knows of an order, undefined when it knows none such. */
export const truthOf = async ({ control, key }, id) =>
  (await control.orders(key)).find((order) => order.id === id);

/** Compares CCXT's order with the control plane's, and both with what was meant. */
export async function sameOrder(scene, what, order, meant) {
  const { venue, checks } = scene;
  const truth = await truthOf(scene, order.id);
  checks.ok(`${what}: the control plane knows it`, truth !== undefined);
  if (truth === undefined) {
    return truth;
  }
  const { type, status, side, amount, price, triggerPrice, filled = '0' } = meant;
  checks.equal(`${what}: type as placed`, truth.type, type);
  checks.equal(`${what}: status as known`, venue.statuses[truth.status], status);
  checks.equal(`${what}: side as known`, truth.side, side);
  checks.decimal(`${what}: amount as known`, truth.quantity, amount);
  checks.decimal(`${what}: filled as known`, truth.filled, filled);

  checks.equal(`${what}: type`, order.type, price === undefined ? 'market' : 'limit');
  checks.equal(`${what}: status`, order.status, status);
  checks.equal(`${what}: symbol`, order.symbol, truth.symbol);
  checks.equal(`${what}: side`, order.side, truth.side);
  checks.equal(`${what}: clientOrderId`, order.clientOrderId, truth.client_order_id);
  checks.decimal(`${what}: amount`, order.amount, truth.quantity);
  checks.decimal(`${what}: filled`, order.filled, truth.filled);
  checks.decimal(`${what}: remaining`, order.remaining, subtract(truth.quantity, truth.filled));
  if (price !== undefined) {
    checks.decimal(`${what}: price as known`, truth.price, price);
    checks.decimal(`${what}: price`, order.price, truth.price);
  }
  if (triggerPrice !== undefined) {
    checks.decimal(`${what}: trigger as known`, truth.stop_price, triggerPrice);
    checks.decimal(`${what}: trigger`, order.triggerPrice, truth.stop_price);
  }
  const placed = Date.parse(truth.accepted_at);
  checks.equal(`${what}: time`, order.timestamp, placed);
  return truth;
}

/** Reads the order anew, compares it and its money. */
export async function laterOrder(scene, what, id, meant, average) {
  const order = await scene.exchange.fetchOrder(id, scene.venue.symbol);
  scene.checks.equal(`${what}: id`, order.id, id);
  await sameOrder(scene, what, order, meant);
  paid(scene, what, order, average);
  return order;
}

/** The order's cost and average follow from one price. */
export function paid({ checks }, what, order, average) {
  if (compare(order.filled, '0') === 0) {
    checks.decimal(`${what}: cost`, order.cost, '0');
    return;
  }
  checks.decimal(`${what}: average`, order.average, average);
  checks.decimal(`${what}: cost`, order.cost, multiply(order.filled, average));
}

/** What the order cost in fees, by the trades that CCXT reports with it. */
export function charged(scene, what, order) {
  const { venue, market, checks } = scene;
  const currency = venue.feeCurrency(order.side, market);
  const due = multiply(currency === market.base ? order.filled : order.cost, venue.feeRate);
  checks.equal(
    `${what}: currency of the fee`,
    order.fees.map((fee) => fee.currency),
    [currency],
  );
  checks.decimal(`${what}: fee`, order.fees[0]?.cost, due);
  return { currency, cost: due };
}

export const amounts = (trades) => sum(trades.map((trade) => trade.amount));

/** The book, with the texts of its numbers: here CCXT knows floats only. */
export async function bookOf({ venue, exchange }, depth) {
  const book = await exchange.fetchOrderBook(venue.symbol, depth);
  const texts = (levels) => levels.map((level) => level.slice(0, 2).map((it) => exchange.numberToString(it)));
  return { symbol: book.symbol, bids: texts(book.bids), asks: texts(book.asks) };
}
