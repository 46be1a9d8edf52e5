import { codesOf } from '../../../src-shared/class-list.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { classesOfDataset } from './datasets.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** A record without its samples: what decides whether a study may show it. */
export interface RecordFacts {
  id: RecordId;
  name: string;
  /** Code of its class. */
  label: string;
  split: Split;
  durationMs: number;
  samplingHz: number;
  unitsPerMv: number;
  /** Hash of its signal. */
  sha256: string;
}

/** The next records of a dataset after the one of this name, in the order of their names; '' begins. */
export function nextRecordFacts(db: ReadableDB, datasetId: string, after: string, limit: number): RecordFacts[] {
  const codes = codesOf(classesOfDataset(db, datasetId));
  return db
    .prepare<[string, string, number], Omit<RecordFacts, 'label'> & { label: ClassIndex }>(
      `SELECT r.id, r.name, r.label, r.split, 1000 * s.sample_count / s.sampling_hz AS durationMs,
         s.sampling_hz AS samplingHz, s.units_per_mv AS unitsPerMv, r.sha256
       FROM records r JOIN signals s USING (sha256) WHERE r.dataset_id = ? AND r.name > ? ORDER BY r.name LIMIT ?`,
    )
    .all(datasetId, after, limit)
    .map((row) => ({ ...row, label: codes[row.label] ?? '' }));
}
