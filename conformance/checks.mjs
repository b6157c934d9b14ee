import { compare, isDecimal } from './decimals.mjs';

/** Collects what does not hold, so that one finding does not hide the next. */
export class Checks {
  failures = [];
  count = 0;

  #expect(holds, sentence) {
    this.count++;
    if (!holds) {
      this.failures.push(sentence);
    }
  }

  ok(what, holds) {
    this.#expect(holds === true, `${what} does not hold`);
  }

  equal(what, actual, expected) {
    const [was, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
    this.#expect(was === wanted, `${what}: expected ${wanted}, was ${was}`);
  }

  /** The same number, both given as texts: 0.10 and 0.1 are, 0.1 as a float is not. */
  decimal(what, actual, expected) {
    const same = isDecimal(actual) && compare(actual, expected) === 0;
    this.#expect(same, `${what}: expected ${expected}, was ${JSON.stringify(actual)}`);
  }

  /** @param order -1, 0 and 1 as of compare(actual, bound), those that are allowed */
  bound(what, actual, order, bound) {
    const holds = isDecimal(actual) && order.includes(compare(actual, bound));
    this.#expect(holds, `${what}: ${JSON.stringify(actual)} against ${bound}`);
  }

  /** The call must fail with this class of error or one derived from it. */
  async error(what, errorClass, call) {
    try {
      await call();
    } catch (error) {
      const was = error.constructor.name;
      const said = `${what}: expected ${errorClass.name}, was ${was} (${error.message})`;
      this.#expect(error instanceof errorClass, said);
      return;
    }
    this.#expect(false, `${what}: expected ${errorClass.name}, was no error`);
  }
}
