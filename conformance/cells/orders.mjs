// Placing and comparing orders, for the cells.

import { add, compare, min, multiply, subtract, sum } from '../decimals.mjs';

export const limit = ({ venue, exchange }, side, amount, price, params = {}) =>
  exchange.createOrder(venue.symbol, 'limit', side, amount, price, params);

/** Some venues take a market buy only by what it may cost. */
export async function market(scene, side, amount, params = {}) {
  const { venue, exchange } = scene;
  if (side === 'buy' && venue.marketBuysByCost) {
    return exchange.createMarketBuyOrderWithCost(venue.symbol, await costOf(scene, amount), params);
  }
  return exchange.createOrder(venue.symbol, 'market', side, amount, undefined, params);
}

/** What the amount costs now, and less than a step of it would cost besides. */
async function costOf(scene, amount) {
  const { asks } = await bookOf(scene, 100);
  let [left, cost] = [amount, '0'];
  for (const [price, there] of asks) {
    const taken = min([left, there]);
    cost = add(cost, multiply(price, taken));
    left = subtract(left, taken);
  }
  return add(cost.replace(/(\.\d\d)\d+$/, '$1'), compare(left, '0') === 0 ? '0.01' : '0');
}

/** What the control plane knows of an order, undefined when it knows none such. */
export const truthOf = async ({ control, key }, id) =>
  (await control.orders(key)).find((order) => order.id === id);

/**
 * Compares CCXT's order with the control plane's, and both with what was meant.
 *
 * @param meant type, status, side, amount; price, triggerPrice, timeInForce of orders that have one;
 *     filled and, when that is not 0, average; untold, the fields that the venue does not tell here
 */
export async function sameOrder(scene, what, order, meant) {
  const { venue, checks } = scene;
  const truth = await truthOf(scene, order.id);
  checks.ok(`${what}: the control plane knows it`, truth !== undefined);
  if (truth === undefined) {
    return truth;
  }
  const { type, status, side, amount, price, triggerPrice, filled = '0', untold = [] } = meant;
  for (const field of untold) {
    checks.equal(`${what}: ${field} is not told`, order[field], undefined);
  }
  const tells = (field) => !untold.includes(field);
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
  if (tells('filled')) {
    checks.decimal(`${what}: filled`, order.filled, truth.filled);
    checks.decimal(`${what}: remaining`, order.remaining, subtract(truth.quantity, truth.filled));
  }
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
    // a venue that does not tell it may still be asked by the control plane
    const told = venue.forceAsKnown === undefined ? order.timeInForce : venue.forceAsKnown(truth);
    checks.equal(`${what}: timeInForce`, told, meant.timeInForce);
  }
  checks.equal(`${what}: time`, order.timestamp, Date.parse(truth.accepted_at));
  return truth;
}

/**
 * Compares what CCXT says when it placed an order: all of it, or the ids alone where the venue tells
 * no more; it is read anew then. Returns the whole order.
 */
export async function placedOrder(scene, what, order, meant) {
  const { venue, checks } = scene;
  if (!venue.tellsIdsAlone) {
    await sameOrder(scene, what, order, meant);
    return order;
  }
  const truth = await truthOf(scene, order.id);
  checks.ok(`${what}: the control plane knows it`, truth !== undefined);
  checks.equal(`${what}: symbol`, order.symbol, truth?.symbol);
  if (order.clientOrderId !== undefined) {
    checks.equal(`${what}: clientOrderId`, order.clientOrderId, truth?.client_order_id);
  }
  return laterOrder(scene, what, order.id, meant);
}

/** An order that was just placed, read anew where CCXT was told its ids alone. */
export const wholeOrder = ({ venue, exchange }, order) =>
  venue.tellsIdsAlone ? exchange.fetchOrder(order.id, venue.symbol) : order;

/** The trades of an order that was just placed, told with it or read by themselves. */
export async function tradesOf({ venue, exchange }, order) {
  if (!venue.tellsIdsAlone) {
    return order.trades;
  }
  const all = await exchange.fetchMyTrades(venue.symbol);
  return all.filter((trade) => trade.order === order.id);
}

/** Reads the order anew and compares it. */
export async function laterOrder(scene, what, id, meant) {
  const order = await scene.exchange.fetchOrder(id, scene.venue.symbol);
  scene.checks.equal(`${what}: id`, order.id, id);
  await sameOrder(scene, what, order, meant);
  return order;
}

/** The order's cost follows from what was filled and its average price. */
function paid(checks, what, order, { filled = '0', price, average, untold = [] }) {
  if (average !== undefined) {
    checks.decimal(`${what}: average`, order.average, average);
    checks.decimal(`${what}: price`, order.price, price ?? average); // the average stands in for none
  }
  if (!untold.includes('cost')) {
    checks.decimal(`${what}: cost`, order.cost, multiply(filled, average ?? '0'));
  }
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
