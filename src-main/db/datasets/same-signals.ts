import type { Split } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** The records of a dataset that are the same signal as another one of it, together, by name. */
export function listSameSignals(db: ReadableDB, datasetId: string): { record: string; split: Split }[][] {
  const rows = db
    .prepare<[string, string], { sha256: string; record: string; split: Split }>(
      `SELECT sha256, name AS record, split FROM records WHERE dataset_id = ? AND sha256 IN
       (SELECT sha256 FROM records WHERE dataset_id = ? GROUP BY sha256 HAVING count(*) > 1) ORDER BY name`,
    )
    .all(datasetId, datasetId);
  return [...Map.groupBy(rows, ({ sha256 }) => sha256).values()].map((same) =>
    same.map(({ record, split }) => ({ record, split })),
  );
}
