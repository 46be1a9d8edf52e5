import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** A record without its samples: what decides whether a study may show it. */
export interface RecordFacts {
  id: RecordId;
  name: string;
  label: ClassIndex;
  split: Split;
  durationMs: number;
  samplingHz: number;
  unitsPerMv: number;
  /** Hash of its signal. */
  sha256: string;
}

/** The next records of a dataset after the one of this name, in the order of their names; '' begins. */
export function nextRecordFacts(db: ReadableDB, datasetId: string, after: string, limit: number): RecordFacts[] {
  return db
    .prepare<[string, string, number], RecordFacts>(
      `SELECT r.id, r.name, r.label, r.split, 1000 * s.sample_count / s.sampling_hz AS durationMs,
         s.sampling_hz AS samplingHz, s.units_per_mv AS unitsPerMv, r.sha256
       FROM records r JOIN signals s USING (sha256) WHERE r.dataset_id = ? AND r.name > ? ORDER BY r.name LIMIT ?`,
    )
    .all(datasetId, after, limit);
}
