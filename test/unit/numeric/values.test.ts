import { describe, expect, test } from 'vitest';
import { argmax } from '../../../src-main/numeric/argmax.ts';
import { batchesByLength, chunksOf, signalsAtOnce } from '../../../src-main/numeric/batching.ts';
import { classOf, softmax } from '../../../src-main/numeric/logits.ts';
import { memoize } from '../../../src-main/numeric/memoize.ts';
import { mean, sum, sumOf, sumOfSquares, variance } from '../../../src-main/numeric/sums.ts';

describe('argmax', () => {
  test('is the first of equal ones', () => expect(argmax([1, 3, 2, 3])).toBe(1));
  test('is −1 where there is nothing, or a value is not a number', () => {
    expect(argmax([])).toBe(-1);
    expect(argmax(Float32Array.of(1, NaN, 2))).toBe(-1);
  });
  test('gives the same class of logits and of their probabilities', () => {
    const logits = Float32Array.of(-2, 0.5, 3, 1);
    expect([classOf(logits), classOf(softmax(logits))]).toEqual([2, 2]);
  });
});

describe('sums', () => {
  const values = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);
  test('of values, of squares and of what items count', () => {
    expect(sum(values)).toBe(40);
    expect(sumOfSquares(values)).toBe(232);
    expect(sumOf(['a', 'bcd'], ({ length }, i) => length * (i + 1))).toBe(7);
  });
  test('mean and variance, which is divided by n', () => expect([mean(values), variance(values)]).toEqual([5, 4]));
  test('of nothing there is no mean, and no spread', () => {
    expect([sum([]), mean([]), variance([])]).toEqual([0, null, 0]);
  });
});

describe('batches', () => {
  test('hold about 32 signals of 30 s at 300 Hz, and always one', () => {
    expect([9000, 18_000, 300, 400_000].map(signalsAtOnce)).toEqual([32, 16, 960, 1]);
  });
  test('are smaller where a model takes fewer rows', () => {
    expect(batchesByLength([9000, 300, 9000, 9000], () => 2)).toEqual([[1], [0, 2], [3]]);
  });
  test('of no signals there are none, and a signal without samples has its own', () => {
    expect(batchesByLength([])).toEqual([]);
    expect(batchesByLength([0, 300])).toEqual([[0], [1]]);
  });
  test('chunks keep the order, the last may be short', () => {
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunksOf([1, 2], 0)).toEqual([[1], [2]]);
  });
});

test('memoize keeps what was asked for last', () => {
  const made: number[] = [];
  const square = memoize(2, (n) => {
    made.push(n);
    return n * n;
  });
  expect([1, 2, 1, 3, 1, 2].map(square)).toEqual([1, 4, 1, 9, 1, 4]);
  // 2 was asked for longest ago when 3 came.
  expect(made).toEqual([1, 2, 3, 2]);
});
