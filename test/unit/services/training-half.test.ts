import { recordIdSchema } from '../../../src-shared/record-id.ts';
import { describe, expect, it } from 'vitest';
import type { RecordIdentity } from '../../../src-main/db/datasets/record-identities.ts';
import { trainingHalf } from '../../../src-main/ml/training/training-half.ts';
import { parseTrainOptions } from '../../../src-shared/models/train-options.ts';

const COUNTS = [41, 7, 20, 3] as const;
const train: RecordIdentity[] = COUNTS.flatMap((count, label) =>
  Array.from({ length: count }, (_, i) => ({
    id: recordIdSchema.parse(100 * label + i),
    sha256: `${label}-${i}`,
    label: label as 0 | 1 | 2 | 3,
    split: 'train' as const,
  })),
);
const validation: RecordIdentity[] = [{ id: recordIdSchema.parse(900), sha256: 'v', label: 0, split: 'validation' }];
const records = [...train, ...validation];
const counts = (half: RecordIdentity[]): number[] =>
  COUNTS.map((_, label) => half.filter((one) => one.label === label && one.split === 'train').length);

describe('the halves of the training records', () => {
  it('share no recording and together are all, class by class; both are validated alike', () => {
    const [first, second] = [trainingHalf(records, 1), trainingHalf(records, 2)];
    expect(counts(first)).toEqual([21, 3, 10, 1]);
    expect(counts(second)).toEqual([20, 4, 10, 2]);
    const ids = [...first, ...second].filter(({ split }) => split === 'train').map(({ id }) => id);
    expect(ids.sort((a, b) => a - b)).toEqual(train.map(({ id }) => id));
    for (const half of [first, second]) expect(half.filter(({ split }) => split === 'validation')).toEqual(validation);
  });

  it('are drawn, always alike, and keep the order of the records', () => {
    const first = trainingHalf(records, 1).map(({ id }) => id);
    expect(trainingHalf(records, 1).map(({ id }) => id)).toEqual(first);
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(first.slice(0, 21)).not.toEqual(Array.from({ length: 21 }, (_, i) => i));
  });

  it('keep a recording that is there under two names on one side', () => {
    const twins = train.flatMap((one) => [one, { ...one, id: one.id + 1000 }]);
    const first = trainingHalf(twins, 1);
    expect(first).toHaveLength(2 * 35);
    for (const { id } of first)
      expect(first.some((other) => other.id === (id < 1000 ? id + 1000 : id - 1000))).toBe(true);
  });

  it('are an option that trainings from before it do without', () => {
    expect(parseTrainOptions({ half: 2 }).half).toBe(2);
    expect('half' in parseTrainOptions()).toBe(false);
    expect(() => parseTrainOptions({ half: 3 })).toThrow();
  });
});
