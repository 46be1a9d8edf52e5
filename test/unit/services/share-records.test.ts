import { describe, expect, it } from 'vitest';
import { shareRecords } from '../../../src-main/jobs/share-records.ts';
import { batchesByLength } from '../../../src-main/numeric/batching.ts';

const records = (...lengths: number[]): { id: number; sampleCount: number }[] =>
  lengths.map((sampleCount, id) => ({ id, sampleCount }));
const ids = (share: { id: number }[] | undefined): number[] => (share ?? []).map(({ id }) => id).sort((a, b) => a - b);

describe('shareRecords', () => {
  it('gives every record to exactly one worker', () => {
    const all = records(...Array.from({ length: 101 }, (_, i) => (i % 3 === 0 ? 9000 : 2700 + i)));
    const shares = shareRecords(all, 2);
    expect(ids(shares.flat())).toEqual(ids(all));
  });

  it('halves records of one length', () => {
    expect(shareRecords(records(...Array.from({ length: 41 }, () => 9000)), 2).map((share) => share.length)).toEqual([
      21, 20,
    ]);
  });

  it('keeps records of one length together where a worker has enough of them', () => {
    const shares = shareRecords(records(9000, 9000, 9000, 9000, 18000, 18000, 18000, 18000), 2);
    for (const share of shares)
      expect(share.map(({ sampleCount }) => sampleCount).sort()).toEqual([18000, 18000, 9000, 9000]);
  });

  it('gives a long record to a worker of its own and the short ones to the other', () => {
    const shares = shareRecords(records(18000, 3000, 3100, 3200), 2);
    expect(shares.map(ids)).toEqual([[0], [1, 2, 3]]);
  });

  it('asks for no worker that would have nothing to do', () => {
    expect(shareRecords(records(9000), 4)).toHaveLength(1);
    expect(shareRecords([], 4)).toEqual([]);
  });

  it('leaves every batch as it is with one worker where batches stay whole', () => {
    const all = records(...Array.from({ length: 201 }, (_, i) => (i % 3 === 0 ? 9000 : 2700 + 300 * (i % 5))));
    const batchesOf = (share: { id: number; sampleCount: number }[]): string[] =>
      batchesByLength(share.map(({ sampleCount }) => sampleCount)).map((batch) =>
        batch.map((index) => share[index]?.id).join(),
      );
    for (const workers of [1, 2, 3, 8]) {
      const shares = shareRecords(all, workers, { wholeBatches: true });
      expect(shares.flatMap(batchesOf).sort()).toEqual(batchesOf(all).sort());
    }
    expect(shareRecords(all, 2).flatMap(batchesOf).sort()).not.toEqual(batchesOf(all).sort());
  });
});
