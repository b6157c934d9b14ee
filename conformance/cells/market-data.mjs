import { absolute, add, compare, max, min, multiply, subtract, sum } from '../decimals.mjs';
import { bookOf, limit, market as atMarket, wholeOrder } from './orders.mjs';

const MINUTE = 60_000;

export const marketData = { markets, ticker, tickers, order_book, ohlcv, trades, balance };

async function markets({ venue, exchange, control, checks }) {
  const found = await exchange.loadMarkets();
  checks.equal('symbols', Object.keys(found).sort(), Object.keys(venue.markets).sort());
  for (const [symbol, steps] of Object.entries(venue.markets)) {
    const market = found[symbol];
    checks.equal(`${symbol} base and quote`, `${market.base}/${market.quote}`, symbol);
    checks.equal(`${symbol} spot, active`, [market.spot, market.active], [true, true]);
    checks.decimal(`${symbol} price step`, market.precision.price, steps.price);
    checks.decimal(`${symbol} amount step`, market.precision.amount, steps.amount);
    checks.decimal(`${symbol} least amount`, market.limits.amount.min, steps.least ?? steps.amount);
    if (steps.cost === undefined) {
      checks.equal(`${symbol} least cost is not told`, market.limits.cost.min, undefined);
    } else {
      checks.decimal(`${symbol} least cost`, market.limits.cost.min, steps.cost);
    }
    const { last } = await exchange.fetchTicker(symbol);
    const between = add(last, multiply(steps.price, '0.5'));
    checks.ok(`${symbol} trades at steps of ${steps.price}`, await control.isPrice(symbol, last));
    checks.equal(`${symbol} trades at ${between}`, await control.isPrice(symbol, between), false);
  }
}

function quoted(checks, ticker, symbol, price, tick) {
  checks.equal('symbol', ticker.symbol, symbol);
  checks.decimal(`${symbol} last`, ticker.last, price);
  checks.decimal(`${symbol} close`, ticker.close, price);
  checks.decimal(`${symbol} bid`, ticker.bid, price);
  checks.decimal(`${symbol} ask`, ticker.ask, add(price, tick));
  checks.bound(`${symbol} high`, ticker.high, [0, 1], max([price, ticker.open]));
  checks.bound(`${symbol} low`, ticker.low, [0, -1], min([price, ticker.open]));
  checks.decimal(`${symbol} change`, ticker.change, subtract(ticker.last, ticker.open));
  const percent = subtract(multiply(ticker.percentage, ticker.open), multiply(ticker.change, '100'));
  checks.bound(
    `${symbol} rounding of the percentage`,
    absolute(percent),
    [0, -1],
    multiply(ticker.open, '0.005'),
  );
  const weighted = subtract(multiply(ticker.vwap, ticker.baseVolume), ticker.quoteVolume);
  const rounding = multiply(ticker.baseVolume, '0.000000005');
  checks.bound(`${symbol} rounding of the average`, absolute(weighted), [0, -1], rounding);
  checks.ok(`${symbol} is of now`, Math.abs(ticker.timestamp - Date.now()) < MINUTE);
}

async function ticker(scene) {
  const { venue, exchange, control, checks } = scene;
  const extremes = ['60000', '30000']; // beyond all that the market has seen
  for (const price of [...extremes, '43210.5']) {
    await control.price(venue.symbol, price);
    const ticker = await exchange.fetchTicker(venue.symbol);
    quoted(checks, ticker, venue.symbol, price, venue.markets[venue.symbol].price);
  }
  const ticker = await exchange.fetchTicker(venue.symbol);
  checks.decimal('high', ticker.high, extremes[0]);
  checks.decimal('low', ticker.low, extremes[1]);
  const book = await bookOf(scene, 5);
  checks.decimal('size of the bid', ticker.bidVolume, book.bids[0][1]);
  checks.decimal('size of the ask', ticker.askVolume, book.asks[0][1]);
  await volumesGrow(scene);
}

/** By what is traded; the day's window moves on when a minute turns, so then it is done again. */
async function volumesGrow(scene) {
  const { venue, exchange, checks } = scene;
  const minute = () => Math.floor(Date.now() / MINUTE);
  let began, before, order, after;
  do {
    began = minute();
    before = await exchange.fetchTicker(venue.symbol);
    order = await wholeOrder(scene, await atMarket(scene, 'buy', '0.00444'));
    after = await exchange.fetchTicker(venue.symbol);
  } while (minute() !== began);
  checks.decimal('volume', subtract(after.baseVolume, before.baseVolume), order.amount);
  checks.decimal('value', subtract(after.quoteVolume, before.quoteVolume), order.cost);
}

async function tickers({ venue, exchange, control, checks }) {
  const prices = { [venue.symbol]: '43111.5', [venue.otherSymbol]: '2311.5' };
  for (const [symbol, price] of Object.entries(prices)) {
    await control.price(symbol, price);
  }
  const two = await exchange.fetchTickers(Object.keys(prices));
  checks.equal('the two asked for', Object.keys(two).sort(), Object.keys(prices).sort());
  for (const [symbol, price] of Object.entries(prices)) {
    quoted(checks, two[symbol], symbol, price, venue.markets[symbol].price);
    const single = await exchange.fetchTicker(symbol);
    checks.decimal(`${symbol} high, as alone`, two[symbol].high, single.high);
    checks.decimal(`${symbol} low, as alone`, two[symbol].low, single.low);
  }
  const all = await exchange.fetchTickers();
  checks.equal('all', Object.keys(all).sort(), Object.keys(venue.markets).sort());
  for (const [symbol, price] of Object.entries(prices)) {
    checks.decimal(`${symbol} among all`, all[symbol].last, price);
  }
}

async function order_book(scene) {
  const { venue, exchange, control, key, checks } = scene;
  const order = await limit(scene, 'buy', '0.00321', '42999');
  const book = await bookOf(scene, 20);
  const [truth] = await control.orders(key);
  checks.equal('symbol', book.symbol, venue.symbol);
  checks.equal('depth', [book.bids.length, book.asks.length], [20, 20]);
  checks.decimal('best bid', book.bids[0][0], '43000');
  checks.decimal('best ask', book.asks[0][0], add('43000', venue.markets[venue.symbol].price));
  const own = book.bids.find(([price]) => compare(price, '42999') === 0);
  checks.decimal('size of the own level', own?.[1], subtract(truth.quantity, truth.filled));
  const falls = (levels) => levels.every(([p], i) => i === 0 || compare(levels[i - 1][0], p) > 0);
  checks.ok('bids fall', falls(book.bids));
  checks.ok('asks rise', falls(book.asks.toReversed()));
  await exchange.cancelOrder(order.id, venue.symbol);
  const later = await bookOf(scene, 20);
  checks.equal(
    'own level',
    later.bids.find(([price]) => compare(price, '42999') === 0),
    undefined,
  );
}

async function ohlcv({ venue, exchange, control, checks }) {
  await control.price(venue.symbol, '43100');
  await control.price(venue.symbol, '42900');
  const candles = await exchange.fetchOHLCV(venue.symbol, '1m', undefined, 1000);
  checks.equal('count', candles.length, 1000);
  const steps = candles.slice(1).map(([opened], i) => opened - candles[i][0]);
  checks.equal('steps', [...new Set(steps)], [MINUTE]);
  const age = Date.now() - candles.at(-1)[0];
  checks.ok('the newest candle is the running one', age >= 0 && age < 2 * MINUTE);
  for (const [opened, open, high, low, close] of candles) {
    checks.bound(`high of ${opened}`, high, [0, 1], max([open, close]));
    checks.bound(`low of ${opened}`, low, [0, -1], min([open, close]));
  }
  const newest = candles.slice(-2); // the minute may have turned in between
  checks.decimal('close', newest[1][4], '42900');
  checks.bound('high', max(newest.map((candle) => candle[2])), [0, 1], '43100');
  checks.bound('low', min(newest.map((candle) => candle[3])), [0, -1], '42900');
  await quarterIsMadeOfMinutes(venue.symbol, exchange, candles, checks);
}

async function quarterIsMadeOfMinutes(symbol, exchange, minutes, checks) {
  const since = minutes[500][0] - (minutes[500][0] % (15 * MINUTE));
  const [quarter, next] = await exchange.fetchOHLCV(symbol, '15m', since, 2);
  const parts = minutes.filter(([opened]) => opened >= since && opened < since + 15 * MINUTE);
  const column = (index) => parts.map((candle) => candle[index]);
  checks.equal('opened', [quarter[0], next[0]], [since, since + 15 * MINUTE]);
  checks.equal('minutes of a quarter', parts.length, 15);
  checks.decimal('open of a quarter', quarter[1], parts[0][1]);
  checks.decimal('high of a quarter', quarter[2], max(column(2)));
  checks.decimal('low of a quarter', quarter[3], min(column(3)));
  checks.decimal('close of a quarter', quarter[4], parts.at(-1)[4]);
  checks.decimal('volume of a quarter', quarter[5], sum(column(5)));
}

async function trades(scene) {
  const { venue, exchange, control, checks } = scene;
  for (const side of ['buy', 'sell']) {
    await atMarket(scene, side, '0.00222');
    const [own] = (await exchange.fetchMyTrades(venue.symbol)).slice(-1);
    const seen = (await exchange.fetchTrades(venue.symbol, undefined, 20)).at(-1);
    checks.equal('id', seen.id, own.id);
    checks.equal('symbol', seen.symbol, venue.symbol);
    checks.equal('side of the taker', seen.side, side);
    checks.decimal('amount', seen.amount, '0.00222');
    checks.decimal('price', seen.price, own.price);
    checks.decimal('cost', seen.cost, multiply(seen.price, seen.amount));
    const time = own.timestamp - (own.timestamp % (venue.tradesTellSteps ?? 1));
    checks.equal('time', seen.timestamp, time);
  }
  await control.price(venue.symbol, '43055');
  const list = await exchange.fetchTrades(venue.symbol, undefined, 20);
  checks.decimal('price after a move', list.at(-1).price, '43055');
  checks.ok(
    'oldest first',
    list.every((it, i) => i === 0 || it.timestamp >= list[i - 1].timestamp),
  );
  checks.equal('ids differ', new Set(list.map((trade) => trade.id)).size, list.length);
}

async function balance(scene) {
  const { market, balances, exchange, control, key, checks } = scene;
  const [bought, sold] = [
    await limit(scene, 'buy', '0.1', '42000'),
    await limit(scene, 'sell', '0.3', '44000'),
  ];
  const [buy, sell] = await control.orders(key);
  checks.equal('ids', [bought.id, sold.id], [buy.id, sell.id]);
  const balance = await exchange.fetchBalance();
  const used = { [market.quote]: multiply(buy.quantity, buy.price), [market.base]: sell.quantity };
  for (const [currency, total] of Object.entries(balances)) {
    checks.decimal(`${currency} total`, balance[currency].total, total);
    checks.decimal(`${currency} used`, balance[currency].used, used[currency]);
    checks.decimal(`${currency} free`, balance[currency].free, subtract(total, used[currency]));
  }
  const others = Object.entries(balance.total).filter(([currency]) => !(currency in balances));
  checks.equal(
    'others',
    others.filter(([, total]) => compare(total, '0') !== 0),
    [],
  );
}
