// The judge's own arithmetic and fairness: node --test

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checks } from './checks.mjs';
import { absolute, add, compare, max, multiply, subtract, sum } from './decimals.mjs';
import { verdictOf } from './verdict.mjs';

const failuresOf = (check) => {
  const checks = new Checks();
  check(checks);
  return checks.failures;
};

test('decimals are exact', () => {
  assert.equal(add('0.1', '0.2'), '0.3');
  assert.equal(subtract('1', '0.00000001'), '0.99999999');
  assert.equal(subtract('0.1', '0.25'), '-0.15');
  assert.equal(multiply('43000.01', '0.02325'), '999.7502325');
  assert.equal(sum(['0.30000000', '-0.1', '0.00000001']), '0.20000001');
  assert.equal(max(['9', '10', '-11']), '10');
  assert.equal(absolute('-0.5'), '0.5');
  assert.equal(compare('0.10', '0.1'), 0);
  assert.throws(() => add('1', 0.5), TypeError);
  assert.throws(() => add('1e3', '1'), TypeError);
});

test('a float is not the decimal it looks like', () => {
  assert.deepEqual(
    failuresOf((checks) => checks.decimal('price', '43000.00', '43000')),
    [],
  );
  const failures = failuresOf((checks) => checks.decimal('price', 43000, '43000'));
  assert.deepEqual(failures, ['price: expected 43000, was 43000']);
});

test('what is missing is not equal to what is there', () => {
  assert.equal(failuresOf((checks) => checks.equal('side', undefined, 'buy')).length, 1);
  assert.equal(failuresOf((checks) => checks.decimal('price', undefined, '1')).length, 1);
  assert.equal(failuresOf((checks) => checks.bound('high', undefined, [0, 1], '1')).length, 1);
});

test('an error must come, and of the class', async () => {
  const checks = new Checks();
  await checks.error('late', RangeError, async () => {});
  await checks.error('other', RangeError, async () => Promise.reject(new TypeError('x')));
  await checks.error('right', TypeError, async () => Promise.reject(new TypeError('x')));
  assert.deepEqual(checks.failures, [
    'late: expected RangeError, was no error',
    'other: expected RangeError, was TypeError (x)',
  ]);
});

test('a listed fault excuses itself, nothing more, and only while it is there', () => {
  const fault = { failures: [/^time: /], reason: 'it takes another field' };
  assert.equal(verdictOf([], {}).verdict, 'pass');
  assert.equal(verdictOf(['time: 1'], {}).verdict, 'fail');
  assert.deepEqual(verdictOf(['time: 1'], { fault }), { verdict: 'peer', note: fault.reason });
  assert.deepEqual(verdictOf(['time: 1', 'price: 2'], { fault }), { verdict: 'fail', note: 'price: 2' });
  assert.equal(verdictOf([], { fault }).verdict, 'fail');
  assert.equal(verdictOf([], { absent: 'no such call' }).verdict, 'absent');
});
