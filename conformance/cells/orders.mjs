// Placing and comparing orders, for the cells.

import { multiply, subtract, sum } from '../decimals.mjs';

export const limit = ({ venue, exchange }, side, amount, price, params = {}) =>
  exchange.createOrder(venue.symbol, 'limit', side, amount, price, params);

export const market = ({ venue, exchange }, side, amount, params = {}) =>
  exchange.createOrder(venue.symbol, 'market', side, amount, undefined, params);

/** What the control plane knows of an order, undefined when it knows none such. */
export const truthOf = async ({ control, key }, id) =>
  (await control.orders(key)).find((order) => order.id === id);

/**
 * Compares CCXT's order with the control plane's, and both with what was meant.
 *
 * @param meant type, status, side, amount; price, triggerPrice, timeInForce of orders that have one;
 *     filled and, when that is not 0, average
 */
export async function sameOrder(scene, what, order, meant) {
  const { venue, checks } = scene;
  const truth = await truthOf(scene, order.id);
  checks.ok(`${what}: the control plane knows it`, truth !== undefined);
  if (truth === undefined) {
    return truth;
  }
  const { type, status, side, amount, price, triggerPrice, filled = '0' } = meant;
  paid(checks, what, order, meant);
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
  if (triggerPrice === undefined) {
    checks.equal(`${what}: trigger`, order.triggerPrice, undefined);
  } else {
    checks.decimal(`${what}: trigger as known`, truth.stop_price, triggerPrice);
    checks.decimal(`${what}: trigger`, order.triggerPrice, truth.stop_price);
  }
  if (meant.timeInForce !== undefined) {
    checks.equal(`${what}: timeInForce`, order.timeInForce, meant.timeInForce);
  }
  checks.equal(`${what}: time`, order.timestamp, Date.parse(truth.accepted_at));
  return truth;
}

/** Reads the order anew and compares it. */
export async function laterOrder(scene, what, id, meant) {
  const order = await scene.exchange.fetchOrder(id, scene.venue.symbol);
  scene.checks.equal(`${what}: id`, order.id, id);
  await sameOrder(scene, what, order, meant);
  return order;
}

/** The order's cost follows from what was filled and its average price. */
function paid(checks, what, order, { filled = '0', price, average }) {
  if (average !== undefined) {
    checks.decimal(`${what}: average`, order.average, average);
    checks.decimal(`${what}: price`, order.price, price ?? average); // the average stands in for none
  }
  checks.decimal(`${what}: cost`, order.cost, multiply(filled, average ?? '0'));
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

export const ids = (orders) => orders.map((order) => order.id);

/** The book, with the texts of its numbers: here CCXT knows floats only. */
export async function bookOf({ venue, exchange }, depth) {
  const book = await exchange.fetchOrderBook(venue.symbol, depth);
  const texts = (levels) => levels.map((level) => level.slice(0, 2).map((it) => exchange.numberToString(it)));
  return { symbol: book.symbol, bids: texts(book.bids), asks: texts(book.asks) };
}
