// Refusals: the class of error is right, the venue really was asked, and nothing was placed.

import { limit } from './orders.mjs';

export const errors = {
  error_insufficient_funds,
  error_bad_key,
  error_bad_secret,
  error_unknown_order,
  error_bad_symbol,
  error_too_small,
};

/** How many orders the venue was sent and how many requests of this kind. */
async function asked({ control }, operation) {
  const { requests, order_posts: orders, bad_signatures: badSignatures } = await control.stats();
  return { orders, requests: requests[operation] ?? 0, badSignatures };
}

async function nothingPlaced({ control, key, checks }) {
  checks.equal('orders', await control.orders(key), []);
}

async function error_insufficient_funds(scene) {
  const { ccxt, exchange, market, balances, checks } = scene;
  const before = await asked(scene, 'place_order');
  const buy = () => limit(scene, 'buy', '30', '42000');
  await checks.error('more than there is', ccxt.InsufficientFunds, buy);
  const sell = () => limit(scene, 'sell', '10.00001', '44000');
  await checks.error('a step more than there is', ccxt.InsufficientFunds, sell);
  checks.equal('requests', (await asked(scene, 'place_order')).requests - before.requests, 2);
  await nothingPlaced(scene);
  const { free } = (await exchange.fetchBalance())[market.quote];
  checks.decimal('free', free, balances[market.quote]);
}

async function refusedFor(scene, exchange) {
  const { ccxt, venue, checks } = scene;
  const before = await asked(scene, 'get_balance');
  await checks.error('reading', ccxt.AuthenticationError, () => exchange.fetchBalance());
  const place = () => exchange.createOrder(venue.symbol, 'limit', 'buy', '0.001', '42000');
  await checks.error('placing', ccxt.AuthenticationError, place);
  const after = await asked(scene, 'get_balance');
  checks.equal('requests', after.requests - before.requests, 1);
  await nothingPlaced(scene);
  return after.badSignatures - before.badSignatures;
}

async function error_bad_key(scene) {
  const wrong = await refusedFor(scene, scene.open('k3y0fn0b0dy'));
  scene.checks.equal('wrong signatures', wrong, 0);
}

async function error_bad_secret(scene) {
  const { venue, key, checks } = scene;
  const other = venue.credentials.secret.split('').reverse().join('');
  checks.equal('wrong signatures', await refusedFor(scene, scene.open(key, other)), 2);
}

async function error_unknown_order(scene) {
  const { ccxt, venue, exchange, control, key, checks } = scene;
  const id = venue.unknownOrderId;
  const read = () => exchange.fetchOrder(id, venue.symbol);
  await checks.error('reading', ccxt.OrderNotFound, read);
  const cancel = () => exchange.cancelOrder(id, venue.symbol);
  await checks.error('canceling', ccxt.OrderNotFound, cancel);
  const { id: done } = await limit(scene, 'buy', '0.001', '43100');
  const late = () => exchange.cancelOrder(done, venue.symbol);
  await checks.error('canceling a filled order', ccxt.OrderNotFound, late);
  const operations = (await control.requests(key)).map((request) => request.operation);
  const due = ['get_order_info', 'cancel_order', 'place_order', 'cancel_order'];
  checks.equal('requests', operations, due);
}

/** CCXT knows the market from an older list; so it asks, and the venue is the one who refuses. */
async function error_bad_symbol(scene) {
  const { ccxt, venue, market, control, key, checks } = scene;
  const gone = { ...market, id: venue.unknownMarketId, symbol: 'NOSUCH/' + market.quote, base: 'NOSUCH' };
  const exchange = scene.open(key);
  exchange.setMarkets([market, gone]);
  const ticker = () => exchange.fetchTicker(gone.symbol);
  await checks.error('ticker', ccxt.BadSymbol, ticker);
  const place = () => exchange.createOrder(gone.symbol, 'limit', 'buy', '0.001', '42000');
  await checks.error('placing', ccxt.BadSymbol, place);
  const operations = (await control.requests(key)).map((request) => request.operation);
  checks.equal('requests', operations, ['place_order']);
  await nothingPlaced(scene);
}

async function error_too_small(scene) {
  const { ccxt, venue, checks } = scene;
  const least = venue.markets[venue.symbol].cost;
  const amount = venue.markets[venue.symbol].amount; // a step of it is worth less than may be ordered
  const before = await asked(scene, 'place_order');
  const small = () => limit(scene, 'buy', amount, '42000');
  await checks.error(`less than ${least}`, ccxt.InvalidOrder, small);
  checks.equal('requests', (await asked(scene, 'place_order')).requests - before.requests, 1);
  await nothingPlaced(scene);
}
