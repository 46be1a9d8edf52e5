import type { ReadableDB } from '../sqlite/connection.ts';

/** The datasets with so many records in their validation split. */
export function listDatasetsByValidation(db: ReadableDB, validationRecords: number): string[] {
  return db
    .prepare<[number], string>(
      "SELECT dataset_id FROM records GROUP BY dataset_id HAVING sum(split = 'validation') = ?",
    )
    .pluck()
    .all(validationRecords);
}

/** How many of these records are one of these recordings, under whatever name. */
export function countRecordings(db: ReadableDB, recordIds: readonly number[], sha256s: Iterable<string>): number {
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
