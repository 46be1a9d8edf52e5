import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DatasetRow } from '../../db/datasets/datasets.ts';
import { insertRecord, type NewRecord } from '../../db/datasets/records.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';

/** Adds those records that the dataset does not have. Returns their number. Throws AppError 'conflict' where it has others of a name. */
export function addRecords(
  db: WritableDB,
  { id, name }: Pick<DatasetRow, 'id' | 'name'>,
  rows: readonly NewRecord[],
): number {
  let added = 0;
  for (const row of rows) {
    const outcome = insertRecord(db, id, row);
    if (outcome === 'added') added += 1;
    if (outcome === 'differs') {
      throw new AppError(
        'conflict',
        `The dataset "${name}" already has a record ${row.name}, with different samples, label, split or leads. Import this one under another name: --name <name>.`,
      );
    }
  }
  return added;
}
