import { randomUUID } from 'node:crypto';
import ccxt from 'ccxt';
import { cells } from './cells.mjs';
import { Checks } from './checks.mjs';
import { Control } from './control.mjs';
import { verdictOf } from './verdict.mjs';

const CELL_MILLIS = 20_000;
const BALANCES = { base: '10', quote: '1000000' };

/** CCXT in front of one simulator. */
export class Session {
  #venue;
  #simulator;
  #control;
  #connected;
  /** The start of all keys, so that a simulator can be judged twice. */
  #run = randomUUID().slice(0, 8);
  #opened = 0;

  constructor(venue, simulator) {
    this.#venue = venue;
    this.#simulator = simulator;
    this.#control = new Control(simulator);
    this.#connected = this.#connect(this.#run);
  }

  static async open({ venue, url }) {
    if (!/^[a-z]+$/.test(venue ?? '') || !URL.canParse(url ?? '')) {
      throw new Error('needed: --venue NAME --url http://HOST:PORT');
    }
    const { default: described } = await import(`./venues/${venue}.mjs`);
    const session = new Session(described, new URL(url).origin);
    await session.#connected.loadMarkets();
    return session;
  }

  /** The market that most cells trade in, as CCXT knows it. */
  get market() {
    return this.#connected.market(this.#venue.symbol);
  }

  /**
   * The verdict on a cell and a note.
   *
   * @param through what CCXT passes through on its way to the cell, nothing unless given
   */
  async judge(cell, through = (exchange) => exchange) {
    if (!(cell in cells)) {
      throw new Error(`there is no cell ${cell}; there are ${Object.keys(cells).join(' ')}`);
    }
    const absent = this.#venue.absent[cell];
    const failures = absent === undefined ? await this.#failures(cell, through) : [];
    return verdictOf(failures, { absent, fault: this.#venue.peerFaults[cell] });
  }

  async #failures(cell, through) {
    const scene = await this.#stage(cell, through);
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('took too long')), CELL_MILLIS);
    });
    try {
      await Promise.race([cells[cell](scene), tooLate]);
    } catch (error) {
      console.error(cell, error instanceof ccxt.BaseError ? error.message : error);
      scene.checks.failures.push(`threw ${error.constructor.name}: ${error.message}`);
    } finally {
      clearTimeout(timer);
    }
    if (scene.checks.count === 0) {
      scene.checks.failures.push('nothing was checked');
    }
    return scene.checks.failures;
  }

  /** An account and a quiet market for the cell. */
  async #stage(cell, through) {
    const venue = this.#venue;
    const { market } = this;
    const key = this.#run + cell.replaceAll('_', '') + this.#opened++;
    const balances = { [market.base]: BALANCES.base, [market.quote]: BALANCES.quote };
    await this.#control.account(key, venue.credentials, balances);
    await this.#control.price(venue.symbol, '43000');
    const open = (...credentials) =>
      through(this.#connect(...credentials).setMarketsFromExchange(this.#connected));
    const exchange = cell === 'markets' ? through(this.#connect(key)) : open(key);
    const checks = new Checks();
    return { venue, ccxt, control: this.#control, key, exchange, open, market, balances, checks };
  }

  #connect(key, secret = this.#venue.credentials.secret) {
    const exchange = new ccxt[this.#venue.ccxt]({
      apiKey: key,
      secret,
      password: this.#venue.credentials.passphrase,
      enableRateLimit: false,
      options: this.#venue.options,
    });
    exchange.number = String;
    exchange.fetchImplementation = (url, options) => this.#redirected(url, options);
    return exchange;
  }

  /** Leads a request to the simulator. CCXT keeps its own URLs: it chooses its table of errors by them. */
  #redirected(url, { method, headers, body, signal }) {
    const asked = new URL(url);
    if (!this.#venue.hosts.includes(asked.host)) {
      throw new Error(`${asked.host} is no host of this venue`);
    }
    const target = this.#simulator + asked.pathname + asked.search;
    return fetch(target, { method, headers, body, signal, redirect: 'error' });
  }
}
