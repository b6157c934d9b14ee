// Exact decimal arithmetic on texts; a judge that rounds proves nothing.

const PLACES = 24;
const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

function scaled(text) {
  const parts = PLAIN.exec(text);
  if (typeof text !== 'string' || parts === null || (parts[3]?.length ?? 0) > PLACES) {
    throw new TypeError(`not a plain decimal text: ${JSON.stringify(text)}`);
  }
  const digits = BigInt(parts[2] + (parts[3] ?? '').padEnd(PLACES, '0'));
  return parts[1] === '-' ? -digits : digits;
}

function text(value) {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return (value < 0n ? '-' : '') + digits.slice(0, -PLACES) + (fraction === '' ? '' : '.' + fraction);
}

export const isDecimal = (value) => typeof value === 'string' && PLAIN.test(value);
export const compare = (a, b) => {
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const add = (a, b) => text(scaled(a) + scaled(b));
export const subtract = (a, b) => text(scaled(a) - scaled(b));
export const absolute = (a) => a.replace(/^-/, '');
/** The product; more than 24 decimals are cut off. */
export const multiply = (a, b) => text((scaled(a) * scaled(b)) / 10n ** BigInt(PLACES));
export const sum = (values) => values.reduce(add, '0');
export const max = (values) => values.reduce((a, b) => (compare(a, b) < 0 ? b : a));
export const min = (values) => values.reduce((a, b) => (compare(a, b) > 0 ? b : a));
