// What became of orders: reading, canceling, changing, listing.

import { add, compare, multiply, subtract, sum } from '../decimals.mjs';
import {
  amounts,
  bookOf,
  ids,
  laterOrder,
  limit,
  market,
  placedOrder,
  sameOrder,
  truthOf,
  wholeOrder,
} from './orders.mjs';

export const following = { fetch_order, cancel_order, edit_order, open_orders, closed_orders, my_trades };

const AMOUNT = '0.004';
const resting = (side, price) => ({
  type: 'limit',
  status: 'open',
  side,
  amount: AMOUNT,
  price,
  timeInForce: 'GTC',
});

/** An order that took what was there and waits for the rest. */
async function fetch_order(scene) {
  const { venue, exchange, checks } = scene;
  const [price, there] = (await bookOf(scene, 5)).asks[0];
  const amount = add(there, '0.2');
  const { id } = await limit(scene, 'buy', amount, price);
  const meant = { ...resting('buy', price), amount, filled: there, average: price };
  const order = await laterOrder(scene, 'by id', id, meant);
  const { clientOrderId } = order;
  const same = await exchange.fetchOrder(undefined, venue.symbol, { clientOrderId });
  checks.equal('id, by client id', same.id, id);
  await sameOrder(scene, 'by client id', same, meant);
}

async function cancel_order(scene) {
  const {
    venue,
    exchange,
    market: { quote },
    balances,
    checks,
  } = scene;
  const placed = await limit(scene, 'buy', AMOUNT, '42000');
  const canceled = { ...resting('buy', '42000'), status: 'canceled' };
  const answer = await exchange.cancelOrder(placed.id, venue.symbol);
  checks.equal('id', answer.id, placed.id);
  const later = await laterOrder(scene, 'later', placed.id, canceled);
  checks.equal('clientOrderId later', later.clientOrderId, placed.clientOrderId);
  checks.decimal('released', (await exchange.fetchBalance())[quote].free, balances[quote]);
  if (venue.tellsIdsAlone) {
    checks.equal('clientOrderId', answer.clientOrderId, later.clientOrderId);
    checks.equal('symbol', answer.symbol, later.symbol);
    return;
  }
  checks.ok('time of the answer', answer.timestamp >= later.timestamp); // when it was canceled
  await sameOrder(scene, 'answer', { ...answer, timestamp: later.timestamp }, canceled);
}

async function edit_order(scene) {
  const { venue, exchange, control, key, checks } = scene;
  const placed = await limit(scene, 'buy', AMOUNT, '42000');
  const changed = await exchange.editOrder(placed.id, venue.symbol, 'limit', 'buy', '0.007', '41900');
  const meant = { ...resting('buy', '41900'), amount: '0.007' };
  await placedOrder(scene, 'changed', changed, meant);
  await laterOrder(scene, 'changed later', changed.id, meant);
  const open = (await control.orders(key)).filter((it) => venue.statuses[it.status] === 'open');
  checks.equal('open', ids(open), [changed.id]);
  if (changed.id !== placed.id) {
    const canceled = { ...resting('buy', '42000'), status: 'canceled' };
    await laterOrder(scene, 'replaced', placed.id, canceled);
  }
}

async function open_orders(scene) {
  const { venue, exchange, checks } = scene;
  const [low, high, gone] = [
    await limit(scene, 'buy', AMOUNT, '42000'),
    await limit(scene, 'sell', AMOUNT, '44000'),
    await limit(scene, 'buy', AMOUNT, '41000'),
  ];
  await market(scene, 'buy', AMOUNT);
  await exchange.cancelOrder(gone.id, venue.symbol);
  const open = await exchange.fetchOpenOrders(venue.symbol);
  checks.equal('ids', ids(open).sort(), [low.id, high.id].sort());
  for (const order of open) {
    const [side, price] = order.id === low.id ? ['buy', '42000'] : ['sell', '44000'];
    await sameOrder(scene, side, order, resting(side, price));
  }
  checks.equal('elsewhere', await exchange.fetchOpenOrders(venue.otherSymbol), []);
}

async function closed_orders(scene) {
  const { venue, exchange, control, checks } = scene;
  const taken = await market(scene, 'sell', AMOUNT);
  const made = await limit(scene, 'buy', AMOUNT, '42900');
  const gone = await limit(scene, 'buy', AMOUNT, '41000');
  await limit(scene, 'sell', AMOUNT, '44000');
  await control.price(venue.symbol, '42890');
  await exchange.cancelOrder(gone.id, venue.symbol);
  const closed = await exchange.fetchClosedOrders(venue.symbol);
  checks.equal('ids', ids(closed), [taken.id, made.id]);
  const filled = { status: 'closed', amount: AMOUNT, filled: AMOUNT };
  const meant = [
    { ...filled, type: 'market', side: 'sell', average: '43000' },
    { ...resting('buy', '42900'), ...filled, average: '42900' },
  ];
  for (const [i, order] of closed.entries()) {
    await sameOrder(scene, order.side, order, meant[i]);
  }
}

async function my_trades(scene) {
  const {
    venue,
    exchange,
    control,
    market: { base, quote },
    balances,
    checks,
  } = scene;
  const swept = await market(scene, 'buy', '4');
  const made = await limit(scene, 'sell', AMOUNT, '43500');
  await control.price(venue.symbol, '43500');
  const trades = await exchange.fetchMyTrades(venue.symbol);
  const of = (order) => trades.filter((trade) => trade.order === order.id);
  checks.equal('trades of other orders', trades.length - of(swept).length - of(made).length, 0);
  checks.ok('a large order takes several levels', of(swept).length > 1);
  for (const [order, role] of [
    [swept, 'taker'],
    [made, 'maker'],
  ]) {
    const truth = await truthOf(scene, order.id);
    checks.decimal(`${role}: amounts`, amounts(of(order)), truth.filled);
    checks.equal(`${role}: sides`, [...new Set(of(order).map((it) => it.side))], [truth.side]);
    checks.equal(`${role}: roles`, [...new Set(of(order).map((it) => it.takerOrMaker))], [role]);
    for (const trade of of(order)) {
      feeAndCost(scene, `${role} ${trade.price}`, trade);
    }
  }
  const whole = await wholeOrder(scene, swept);
  if (venue.tellsIdsAlone) {
    const seen = new Set(ids(await exchange.fetchTrades(venue.symbol)));
    checks.ok(
      'ids as everybody sees them',
      of(swept).every((trade) => seen.has(trade.id)),
    );
  } else {
    checks.equal('ids as told at once', ids(whole.trades), ids(of(swept)));
  }
  checks.decimal('cost', sum(of(swept).map((trade) => trade.cost)), whole.cost);
  checks.ok(
    'dearer and dearer',
    of(swept).every((it, i, all) => i === 0 || compare(it.price, all[i - 1].price) > 0),
  );
  checks.equal('ids differ', new Set(trades.map((trade) => trade.id)).size, trades.length);
  await movedBalances(scene, trades, { [base]: balances[base], [quote]: balances[quote] });
}

function feeAndCost({ venue, market, checks }, what, trade) {
  const currency = venue.feeCurrency(trade.side, market);
  const due = multiply(currency === market.base ? trade.amount : trade.cost, venue.feeRate);
  checks.decimal(`${what}: cost`, trade.cost, multiply(trade.price, trade.amount));
  checks.equal(`${what}: currency of the fee`, trade.fee?.currency, currency);
  checks.decimal(`${what}: fee`, trade.fee?.cost, due);
}

/** The trades explain the balances to the last digit. */
async function movedBalances({ exchange, market: { base, quote }, checks }, trades, due) {
  for (const { side, amount, cost, fee } of trades) {
    due[base] = side === 'buy' ? add(due[base], amount) : subtract(due[base], amount);
    due[quote] = side === 'buy' ? subtract(due[quote], cost) : add(due[quote], cost);
    due[fee.currency] = subtract(due[fee.currency], fee.cost);
  }
  const { total } = await exchange.fetchBalance();
  checks.decimal(`${base} after all`, total[base], due[base]);
  checks.decimal(`${quote} after all`, total[quote], due[quote]);
}
