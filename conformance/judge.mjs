// Runs CCXT, unchanged, against a simulated exchange and prints one verdict per cell:
//   node judge.mjs --venue binance --url http://127.0.0.1:18080
// Standard output: {"peer","version"}, then {"cell","verdict","note"} for each cell.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import ccxt from 'ccxt';
import { cells } from './cells.mjs';
import { Checks } from './checks.mjs';
import { Control } from './control.mjs';
import { verdictOf } from './verdict.mjs';

/** Keys of this run, so that a simulator can be judged twice. */
const RUN = randomUUID().slice(0, 8);
const CELL_MILLIS = 20_000;
const BALANCES = { base: '10', quote: '1000000' };

const { values: args } = parseArgs({
  options: { venue: { type: 'string' }, url: { type: 'string' }, cell: { type: 'string' } },
});
if (!/^[a-z]+$/.test(args.venue ?? '') || !URL.canParse(args.url ?? '')) {
  throw new Error('usage: node judge.mjs --venue NAME --url http://HOST:PORT [--cell NAME]');
}
if (args.cell !== undefined && !(args.cell in cells)) {
  throw new Error(`there is no cell ${args.cell}; there are ${Object.keys(cells).join(' ')}`);
}
const { default: venue } = await import(`./venues/${args.venue}.mjs`);
const simulator = new URL(args.url).origin;
const control = new Control(simulator);

/**
 * Leads requests to the simulator. CCXT keeps its own URLs: it chooses its table of errors by them.
 */
function redirected(url, options) {
  const asked = new URL(url);
  if (!venue.hosts.includes(asked.host)) {
    throw new Error(`${asked.host} is no host of this venue`);
  }
  const { method, headers, body, signal } = options;
  return fetch(simulator + asked.pathname + asked.search, {
    method,
    headers,
    body,
    signal,
    redirect: 'error',
  });
}

/** CCXT with an account of its own. */
function connect(key, secret = venue.credentials.secret) {
  const exchange = new ccxt[venue.ccxt]({
    apiKey: key,
    secret,
    password: venue.credentials.passphrase,
    enableRateLimit: false,
    options: venue.options,
  });
  exchange.number = String;
  exchange.fetchImplementation = redirected;
  return exchange;
}

const connected = connect(RUN);
await connected.loadMarkets();

async function stage(cell) {
  const market = connected.market(venue.symbol);
  const key = RUN + cell.replaceAll('_', '');
  const balances = { [market.base]: BALANCES.base, [market.quote]: BALANCES.quote };
  await control.account(key, venue.credentials, balances);
  await control.price(venue.symbol, '43000');
  const open = (...credentials) => connect(...credentials).setMarketsFromExchange(connected);
  const exchange = cell === 'markets' ? connect(key) : open(key);
  return { venue, ccxt, control, key, exchange, open, market, balances, checks: new Checks() };
}

async function failuresOf(cell) {
  const staged = await stage(cell);
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), CELL_MILLIS);
  });
  try {
    await Promise.race([cells[cell](staged), tooLate]);
  } catch (error) {
    console.error(cell, error instanceof ccxt.BaseError ? error.message : error);
    staged.checks.failures.push(`threw ${error.constructor.name}: ${error.message}`);
  } finally {
    clearTimeout(timer);
  }
  if (staged.checks.count === 0) {
    staged.checks.failures.push('nothing was checked');
  }
  return staged.checks.failures;
}

async function judge(cell) {
  const absent = venue.absent[cell];
  const failures = absent === undefined ? await failuresOf(cell) : [];
  return { cell, ...verdictOf(failures, { absent, fault: venue.peerFaults[cell] }) };
}

// CCXT's own constant may lag behind the package.
const installed = new URL('node_modules/ccxt/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(installed, 'utf8'));
console.log(JSON.stringify({ peer: 'ccxt', version }));
for (const cell of args.cell === undefined ? Object.keys(cells) : [args.cell]) {
  console.log(JSON.stringify(await judge(cell)));
}
