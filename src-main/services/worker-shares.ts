import { availableParallelism } from 'node:os';
import type { Db } from '../db/open.ts';
import { listSampleCounts } from '../db/records.ts';
import { shareRecords } from './share-records.ts';

/** A worker takes about 1 GB and a second to start. */
const MAX_WORKERS = 8;
const RECORDS_WORTH_A_WORKER = 8;

/** The records of each worker: one worker a core, as long as each has enough to do. */
export function workerShares(
  db: Db,
  recordIds: readonly number[],
  { recordsWorthAWorker = RECORDS_WORTH_A_WORKER }: { recordsWorthAWorker?: number } = {},
): number[][] {
  const lengths = new Map(listSampleCounts(db, recordIds).map(({ id, sampleCount }) => [id, sampleCount]));
  const records = recordIds.map((id) => ({ id, sampleCount: lengths.get(id) ?? 0 }));
  const workers = Math.min(availableParallelism(), MAX_WORKERS, Math.ceil(records.length / recordsWorthAWorker));
  return shareRecords(records, workers).map((share) => share.map(({ id }) => id));
}
