import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { MAX_WORKERS } from '../../jobs/run-tasks.ts';
import { listSampleCounts } from '../../db/datasets/records.ts';
import { shareRecords } from '../../jobs/share-records.ts';

/** A worker takes a second to start. */
const RECORDS_WORTH_A_WORKER = 8;
/**
 * TensorFlow retains memory for every length of signal that it has seen: 5 MB in compact, half a gigabyte after 400
 * records. A new worker starts afresh, which costs a second.
 */
const MOST_RECORDS_OF_A_WORKER = 64;

export interface ShareOptions {
  recordsWorthAWorker?: number;
  shares?: number | undefined;
  wholeBatches?: boolean;
}

/** How many workers are worthwhile at once for so many records here: how many cores there are decides it. */
export function workersAtOnce(records: number, recordsWorthAWorker = RECORDS_WORTH_A_WORKER): number {
  return Math.max(1, Math.min(MAX_WORKERS, Math.ceil(records / recordsWorthAWorker)));
}

/** In how many shares so many records are worked on here: how many cores there are decides it. */
export function shareCount(records: number, recordsWorthAWorker = RECORDS_WORTH_A_WORKER): number {
  const atOnce = workersAtOnce(records, recordsWorthAWorker);
  return atOnce * Math.ceil(records / (atOnce * MOST_RECORDS_OF_A_WORKER));
}

/**
 * The records of each worker: one worker per core, as long as each has enough to do, and one after another on each core
 * if there are many; or as many as `shares` says, as for a run that another computer made. `wholeBatches`: see
 * `shareRecords`.
 */
export function workerShares(
  db: ReadableDB,
  recordIds: readonly RecordId[],
  { recordsWorthAWorker, shares, wholeBatches = false }: ShareOptions = {},
): RecordId[][] {
  const lengths = new Map(listSampleCounts(db, recordIds).map(({ id, sampleCount }) => [id, sampleCount]));
  const records = recordIds.map((id) => ({ id, sampleCount: lengths.get(id) ?? 0 }));
  const count = shares ?? shareCount(records.length, recordsWorthAWorker);
  return shareRecords(records, count, { wholeBatches }).map((share) => share.map(({ id }) => id));
}
