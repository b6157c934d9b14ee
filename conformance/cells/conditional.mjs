// Orders that wait for a price, and orders that only take or only make.

import { add, compare, subtract } from '../decimals.mjs';
import { bookOf, ids, laterOrder, limit, market, placedOrder, sameOrder, truthOf } from './orders.mjs';

const AMOUNT = '0.003';

export const conditional = {
  create_stop_loss: (scene) =>
    triggered(scene, { type: 'stop_loss', triggerPrice: '42500' }, ['42500.5', '42400']),
  create_stop_loss_limit: (scene) =>
    triggered(scene, { type: 'stop_loss_limit', triggerPrice: '42500', price: '42300' }, ['42600', '42400']),
  create_take_profit: (scene) =>
    triggered(scene, { type: 'take_profit', triggerPrice: '43500' }, ['43499.5', '43600']),
  create_take_profit_limit: (scene) =>
    triggered(scene, { type: 'take_profit_limit', triggerPrice: '43500', price: '43400' }, [
      '43400',
      '43600',
    ]),
  create_post_only,
  create_ioc,
  create_fok,
  create_trailing,
  create_oco,
};

/** A sell order that waits at the first of the prices and is carried out at the second. */
async function triggered(scene, { type, triggerPrice, price }, [before, through]) {
  const { venue, exchange, control } = scene;
  const named = type.startsWith('stop')
    ? { stopLossPrice: triggerPrice }
    : { takeProfitPrice: triggerPrice };
  const params = venue.plans === undefined ? named : { triggerPrice };
  const plain = price === undefined ? 'market' : 'limit';
  const order = await exchange.createOrder(venue.symbol, plain, 'sell', AMOUNT, price, params);
  const meant = { type, status: 'open', side: 'sell', amount: AMOUNT, price, triggerPrice };
  if (venue.plans !== undefined) {
    await planned(scene, order, { plain, meant, before, through });
    return;
  }
  await sameOrder(scene, 'placed', order, meant);
  await control.price(venue.symbol, before);
  await laterOrder(scene, 'waiting', order.id, meant);
  await control.price(venue.symbol, through);
  const done = { ...meant, status: 'closed', filled: AMOUNT, average: through };
  await laterOrder(scene, 'triggered', order.id, done);
}

/** Where what waits is no order yet, but makes one: it has a list of its own. */
async function planned(scene, { id, clientOrderId, symbol: told }, { plain, meant, before, through }) {
  const { venue, exchange, control, checks } = scene;
  const { plans, symbol } = venue;
  checks.equal('symbol', told, symbol);
  const waits = { ...meant, untold: plans.untold };
  for (const price of [undefined, before]) {
    if (price !== undefined) {
      await control.price(symbol, price);
    }
    const [plan] = await plans.open(exchange, symbol);
    checks.equal('the plan that waits', [plan?.id, plan?.clientOrderId], [id, clientOrderId]);
    await sameOrder(scene, 'waiting', plan, waits);
  }
  await control.price(symbol, through);
  checks.equal('plans that wait', await plans.open(exchange, symbol), []);
  const [done] = await plans.done(exchange, symbol);
  checks.equal('the plan that is done', done?.id, id);
  const leg = await plans.leg(exchange, symbol);
  checks.equal('what it made', (await truthOf(scene, id))?.leg_id, leg);
  const { triggerPrice, ...order } = { ...meant, type: plain };
  await laterOrder(scene, 'triggered', leg, {
    ...order,
    status: 'closed',
    filled: AMOUNT,
    average: through,
  });
}

async function create_post_only(scene) {
  const { ccxt, checks } = scene;
  const meant = { type: 'limit_maker', status: 'open', side: 'buy', amount: AMOUNT, price: '42990' };
  const order = await limit(scene, 'buy', AMOUNT, '42990', { postOnly: true });
  const crossing = () => limit(scene, 'buy', AMOUNT, '43010', { postOnly: true });
  if (scene.venue.endsTakingMakers) {
    const maker = { ...meant, type: 'limit', timeInForce: 'POST_ONLY' };
    await placedOrder(scene, 'resting', order, maker);
    const ended = { ...maker, status: scene.venue.givenUp, price: '43010' };
    await placedOrder(scene, 'one that would take', await crossing(), ended);
    return;
  }
  await sameOrder(scene, 'resting', order, meant);
  checks.equal('postOnly', order.postOnly, true);
  await checks.error('one that would take', ccxt.OrderImmediatelyFillable, crossing);
  const placed = await scene.control.orders(scene.key);
  checks.equal('placed', ids(placed), [order.id]);
}

/** The best ask, and more than stands there. */
async function moreThanTheBestAsk(scene) {
  const [price, amount] = (await bookOf(scene, 5)).asks[0];
  return { price, there: amount, amount: add(amount, '0.5') };
}

const expired = ({ venue }, timeInForce, amount, price) => ({
  type: 'limit',
  status: venue.givenUp,
  side: 'buy',
  amount,
  price,
  timeInForce,
});

async function create_ioc(scene) {
  const { price, there, amount } = await moreThanTheBestAsk(scene);
  const order = await limit(scene, 'buy', amount, price, { timeInForce: 'IOC' });
  const meant = { ...expired(scene, 'IOC', amount, price), filled: there, average: price };
  await placedOrder(scene, 'placed', order, meant);
  await laterOrder(scene, 'later', order.id, meant);
}

async function create_fok(scene) {
  const { price, there, amount } = await moreThanTheBestAsk(scene);
  const killed = await limit(scene, 'buy', amount, price, { timeInForce: 'FOK' });
  const meant = expired(scene, 'FOK', amount, price);
  await placedOrder(scene, 'killed', killed, meant);
  await laterOrder(scene, 'killed later', killed.id, meant);
  const filled = await limit(scene, 'buy', there, price, { timeInForce: 'FOK' });
  const whole = { ...meant, status: 'closed', amount: there, filled: there, average: price };
  await placedOrder(scene, 'filled', filled, whole);
  await laterOrder(scene, 'filled later', filled.id, whole);
}

async function create_trailing(scene) {
  const {
    venue: { symbol, trailing },
    control,
    checks,
  } = scene;
  const order = await market(scene, 'sell', AMOUNT, trailing.params);
  const meant = { type: 'stop_loss', status: 'open', side: 'sell', amount: AMOUNT };
  const truth = await sameOrder(scene, 'placed', order, meant);
  checks.equal('distance as known', truth?.trailing_delta, trailing.delta);
  for (const price of ['42600', '44000', '43570']) {
    await control.price(symbol, price);
    await laterOrder(scene, `at ${price}`, order.id, meant);
  }
  await control.price(symbol, '43560'); // one per cent below the highest
  const done = { ...meant, status: 'closed', filled: AMOUNT, average: '43560' };
  await laterOrder(scene, 'at 43560', order.id, done);
}

async function create_oco(scene) {
  const {
    venue,
    exchange,
    market: { id },
    control,
    checks,
  } = scene;
  const pair = { side: 'sell', amount: AMOUNT, price: '43500', stopPrice: '42500' };
  const legs = await venue.oco(exchange, { id }, pair);
  const truths = await Promise.all(legs.map((leg) => truthOf(scene, leg)));
  checks.equal('legs', truths.map((leg) => leg?.type).sort(), ['limit_maker', 'stop_loss']);
  checks.ok('legs of one list', truths[0]?.list_id !== undefined && truths[0].list_id === truths[1]?.list_id);
  const taking = truths.find((leg) => leg?.type === 'limit_maker').id;
  const stopping = truths.find((leg) => leg?.type === 'stop_loss').id;
  const profit = { type: 'limit_maker', status: 'open', side: 'sell', amount: AMOUNT, price: '43500' };
  const stop = { type: 'stop_loss', status: 'open', side: 'sell', amount: AMOUNT, triggerPrice: '42500' };
  await laterOrder(scene, 'profit waiting', taking, profit);
  await laterOrder(scene, 'stop waiting', stopping, stop);
  const { used } = (await exchange.fetchBalance())[scene.market.base];
  checks.ok('one of them is covered, not both', compare(used, AMOUNT) === 0);
  await control.price(venue.symbol, '43500');
  const done = { ...profit, status: 'closed', filled: AMOUNT, average: '43500' };
  await laterOrder(scene, 'profit taken', taking, done);
  await laterOrder(scene, 'stop expired', stopping, { ...stop, status: 'expired' });
  const left = (await exchange.fetchBalance())[scene.market.base];
  checks.decimal('left', left.free, subtract(scene.balances[scene.market.base], AMOUNT));
}
