import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** Ids of the dataset's records with these names, in the order of the names; undefined for one that it does not have. */
export function recordIdsByName(db: ReadableDB, datasetId: string, names: readonly string[]): (RecordId | undefined)[] {
  const find = db
    .prepare<[string, string], RecordId>('SELECT id FROM records WHERE dataset_id = ? AND name = ?')
    .pluck();
  return names.map((name) => find.get(datasetId, name));
}
