import { expect, it } from 'vitest';
import { fittingOrder } from '../../../src-main/ml/foreign/fitting-order.ts';

const tried = (found: (label: number) => number, labels: readonly number[]) =>
  labels.map((label) => ({ label, found: found(label) }));
const LABELS = Array.from({ length: 12 }, (_, i) => i % 4);

it('finds the order in which the classes of a network fit the labels', () => {
  // Its outputs stand for the classes 2, 0, 1, 3.
  const order = [2, 0, 1, 3];
  const all = tried((label) => order.indexOf(label), LABELS);
  expect(fittingOrder(all, 4)).toEqual({ order, right: 12 });
  const mostly = all.map((one, i) => (i === 3 ? { ...one, found: 0 } : one));
  expect(fittingOrder(mostly, 4)).toEqual({ order, right: 11 });
});

it('keeps classes that no record showed where there is room', () => {
  expect(
    fittingOrder(
      tried((label) => 1 - label, [0, 1, 0, 1, 0, 1]),
      3,
    ),
  ).toEqual({ order: [1, 0, 2], right: 6 });
});

it('says nothing where the order fits, where none does, or of few records', () => {
  expect(
    fittingOrder(
      tried((label) => label, LABELS),
      4,
    ),
  ).toBeUndefined();
  expect(
    fittingOrder(
      tried(() => 0, LABELS),
      4,
    ),
  ).toBeUndefined();
  expect(
    fittingOrder(
      tried((label) => (label + 1) % 4, LABELS.slice(0, 7)),
      4,
    ),
  ).toBeUndefined();
});
