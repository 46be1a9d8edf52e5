import type { RecordId } from '../../../src-shared/record-id.ts';
import { finished } from './finished.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** The datasets with at least this many records in their train split. */
export function listDatasetsByTraining(db: ReadableDB, atLeast: number): string[] {
  return db
    .prepare<[number], string>(
      `SELECT dataset_id FROM records WHERE split = 'train' AND ${finished('dataset_id')}
       GROUP BY dataset_id HAVING count(*) >= ?`,
    )
    .pluck()
    .all(atLeast);
}

/** How many of these records are one of these recordings, under whatever name. */
export function countRecordings(db: ReadableDB, recordIds: readonly RecordId[], sha256s: Iterable<string>): number {
  return (
    db
      .prepare<[string, string], number>(
        `SELECT count(*) FROM records WHERE id IN (SELECT value FROM json_each(?))
         AND sha256 IN (SELECT value FROM json_each(?))`,
      )
      .pluck()
      .get(JSON.stringify(recordIds), JSON.stringify([...sha256s])) ?? 0
  );
}
