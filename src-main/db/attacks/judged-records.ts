import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { notRemoved } from '../removal/removed.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { EXAMPLE_LABEL } from './example-columns.ts';

/** What a run did to a record. */
export interface JudgedRecord {
  runId: string;
  record: string;
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  /** The largest |δ|, µV. */
  linfUv: number;
  unitsPerMv: number;
}

/** Every example of every run of the model as it is on a split. */
export function listJudgedRecords(
  db: ReadableDB,
  on: { modelSha256: string; datasetId: string; split: Split },
): JudgedRecord[] {
  return db
    .prepare<unknown[], JudgedRecord>(
      `SELECT e.run_id AS runId, r.name AS record, ${EXAMPLE_LABEL} AS label, e.original_class AS originalClass,
         e.adversarial_class AS adversarialClass, e.metrics ->> '$.linfUv' AS linfUv, s.units_per_mv AS unitsPerMv
       FROM attack_runs a JOIN examples e ON e.run_id = a.id JOIN records r ON r.id = e.record_id JOIN signals s ON s.sha256 = r.sha256
       WHERE a.model_sha256 = @modelSha256 AND a.dataset_id = @datasetId AND a.split = @split AND ${notRemoved('a.id')}`,
    )
    .all(on);
}
