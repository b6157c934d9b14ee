import { add, compare, multiply, subtract } from '../decimals.mjs';
import { amounts, charged, laterOrder, limit, market, placedOrder, tradesOf } from './orders.mjs';

export const placing = { create_market_buy, create_market_sell, create_limit };

async function create_market_buy(scene) {
  await boughtOrSold(scene, 'buy', scene.venue.markets[scene.venue.symbol].price);
  await spent(scene);
}

async function create_market_sell(scene) {
  await boughtOrSold(scene, 'sell', '0');
}

async function boughtOrSold(scene, side, aboveBid) {
  const {
    market: { base, quote },
    balances,
    exchange,
    checks,
  } = scene;
  const [amount, price] = ['0.002', add('43000', aboveBid)];
  const meant = { type: 'market', status: 'closed', side, amount, filled: amount, average: price };
  const order = await placedOrder(scene, side, await market(scene, side, amount), meant);
  const fee = charged(scene, side, order);
  checks.equal('time of its last update', order.lastUpdateTimestamp, order.timestamp);
  const trades = await tradesOf(scene, order);
  checks.decimal('amount of its trades', amounts(trades), amount);
  checks.decimal('price of its trade', trades[0]?.price, price);
  await laterOrder(scene, side + ' later', order.id, meant);

  const sign = side === 'buy' ? '1' : '-1';
  const due = {
    [base]: add(balances[base], multiply(sign, amount)),
    [quote]: subtract(balances[quote], multiply(sign, order.cost)),
  };
  due[fee.currency] = subtract(due[fee.currency], fee.cost);
  const { total } = await exchange.fetchBalance();
  checks.decimal(`${base} after it`, total[base], due[base]);
  checks.decimal(`${quote} after it`, total[quote], due[quote]);
}

/** A market order by what it may cost. */
async function spent(scene) {
  const { venue, exchange, checks } = scene;
  const step = venue.markets[venue.symbol].amount;
  const price = add('43000', venue.markets[venue.symbol].price);
  const placed = await exchange.createMarketBuyOrderWithCost(venue.symbol, '1000');
  const amount = '0.02325'; // 1000 / 43000.01, in steps
  const filled = { status: 'closed', amount, filled: amount, average: price };
  const meant = { type: 'market', side: 'buy', ...filled };
  const order = await placedOrder(scene, 'by cost', placed, meant);
  checks.bound('what a step more would cost', add(order.cost, multiply(step, price)), [1], '1000');
  checks.ok('no more than allowed', compare(order.cost, '1000') <= 0);
}

async function create_limit(scene) {
  const { venue, control } = scene;
  for (const [side, price, through] of [
    ['buy', '42000', '41990'],
    ['sell', '44000', '44010'],
  ]) {
    await control.price(venue.symbol, '43000');
    const clientOrderId = venue.clientOrderId(side);
    const meant = { type: 'limit', status: 'open', side, amount: '0.01234', price, timeInForce: 'GTC' };
    const placed = await limit(scene, side, '0.01234', price, { clientOrderId });
    const order = await placedOrder(scene, side, placed, meant);
    scene.checks.equal(`${side}: clientOrderId as given`, order.clientOrderId, clientOrderId);
    await laterOrder(scene, `${side} later`, order.id, meant);
    await control.price(venue.symbol, through);
    const done = { ...meant, status: 'closed', filled: meant.amount, average: price };
    await laterOrder(scene, `${side} filled`, order.id, done);
  }
}
