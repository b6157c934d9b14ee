// Runs CCXT, unchanged, against a simulated exchange and prints one verdict per cell:
//   node judge.mjs --venue binance --url http://127.0.0.1:18080 [--cell create_limit]
// Standard output: {"peer","version"}, then {"cell","verdict","note"} for each cell.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cells } from './cells.mjs';
import { Session } from './session.mjs';

const { values: args } = parseArgs({
  options: { venue: { type: 'string' }, url: { type: 'string' }, cell: { type: 'string' } },
});
const session = await Session.open(args);
const chosen = args.cell === undefined ? Object.keys(cells) : [args.cell];

// CCXT's own constant may lag behind the package.
const installed = new URL('node_modules/ccxt/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(installed, 'utf8'));
console.log(JSON.stringify({ peer: 'ccxt', version }));
for (const cell of chosen) {
  console.log(JSON.stringify({ cell, ...(await session.judge(cell)) }));
}
