import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** A record without its samples: what determines a training. */
export interface RecordIdentity {
  id: RecordId;
  sha256: string;
  label: ClassIndex;
  split: Split;
}

/** The records of one split, in the order of their names. */
export function listRecordIdentities(db: ReadableDB, datasetId: string, split: Split): RecordIdentity[] {
  return db
    .prepare<[string, string], RecordIdentity>(
      'SELECT id, sha256, label, split FROM records WHERE dataset_id = ? AND split = ? ORDER BY name',
    )
    .all(datasetId, split);
}

/** The names of the records of one split, in their order. */
export function listRecordNames(db: ReadableDB, datasetId: string, split: Split): string[] {
  return db
    .prepare<[string, string], string>('SELECT name FROM records WHERE dataset_id = ? AND split = ? ORDER BY name')
    .pluck()
    .all(datasetId, split);
}
