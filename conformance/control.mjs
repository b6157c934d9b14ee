/** The simulator's own account of what happened, and the hand on its prices. */
export class Control {
  #base;

  constructor(base) {
    this.#base = base;
  }

  async #call(method, path, body) {
    const response = await fetch(this.#base + '/_sim/' + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`control plane, ${method} ${path}: ${answer.error}`);
    }
    return answer;
  }

  /** Opens an account, or opens it anew. */
  account(key, { secret, passphrase }, balances) {
    return this.#call('POST', 'accounts', { key, secret, passphrase, balances });
  }

  /** All orders of a key, oldest first. */
  orders(key) {
    return this.#call('GET', 'orders?key=' + encodeURIComponent(key));
  }

  /** All signed requests of a key, oldest first. */
  requests(key) {
    return this.#call('GET', 'requests?key=' + encodeURIComponent(key));
  }

  stats() {
    return this.#call('GET', 'stats');
  }

  /** Moves the market: the best bid stands at the price, the best ask one tick above. */
  price(symbol, price) {
    return this.#call('POST', 'prices', { symbol, price });
  }

  /** Whether the price is a multiple of the symbol's tick; moves the market when it is. */
  async isPrice(symbol, price) {
    return this.price(symbol, price).then(
      () => true,
      () => false,
    );
  }
}
