// What is judged, in the order of the table. A cell compares what CCXT reports with what the control
// plane knows, by value; it gets an account and a market at 43000 of its own (see judge.mjs).

import { marketData } from './cells/market-data.mjs';
import { placing } from './cells/placing.mjs';
import { conditional } from './cells/conditional.mjs';
import { following } from './cells/following.mjs';
import { errors } from './cells/errors.mjs';

export const cells = { ...marketData, ...placing, ...conditional, ...following, ...errors };
