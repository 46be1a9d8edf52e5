import { chunksOf, signalsAtOnce } from '../numeric/batching.ts';

/** A record, as far as the division of work needs it. */
export interface Sized {
  sampleCount: number;
}

/** The fixed cost of a batch is about that of this many records of its length. */
const BATCH_OVERHEAD_RECORDS = 4;

/**
 * Divides records among at most `workers` workers so that all end at about the same time. Records of one length stay
 * together in batches, since a record alone in its batch takes five times as long; the most expensive batch goes first,
 * each to the worker with the least to do. What an attack gives for a record depends on its batch by
 * rounding alone. No worker gets nothing.
 *
 * With `wholeBatches` every batch has the records that it would have with one worker (`batchesByLength`), so that not
 * even rounding depends on how many there are; they end less evenly.
 */
export function shareRecords<T extends Sized>(
  records: readonly T[],
  workers: number,
  { wholeBatches = false }: { wholeBatches?: boolean } = {},
): T[][] {
  const byLength = Map.groupBy(records, ({ sampleCount }) => sampleCount);
  const batches = [...byLength].flatMap(([sampleCount, group]) => {
    const evenly = wholeBatches ? Infinity : Math.ceil(group.length / workers);
    const size = Math.min(signalsAtOnce(sampleCount), evenly);
    return chunksOf(group, size).map((batch) => ({
      batch,
      cost: sampleCount * (batch.length + BATCH_OVERHEAD_RECORDS),
    }));
  });
  const shares = Array.from({ length: workers }, () => ({ records: [] as T[], cost: 0 }));
  // Of one length the full batches come before the rest, so that a worker makes the same ones of its share.
  for (const { batch, cost } of batches.sort((a, b) => b.cost - a.cost)) {
    const least = shares.reduce((best, share) => (share.cost < best.cost ? share : best));
    least.records.push(...batch);
    least.cost += cost;
  }
  return shares.map((share) => share.records).filter((share) => share.length > 0);
}
