import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { preparedWrite } from '../sqlite/prepared.ts';
import { insertDataset, type DatasetRow } from './datasets.ts';

/** Begins a dataset that nothing shows until it is finished. Its name is its id: its own may be taken until then. */
export function insertUnfinishedDataset(db: WritableDB, dataset: DatasetRow): void {
  insertDataset(db, { ...dataset, name: dataset.id });
  db.prepare('INSERT INTO unfinished_datasets (dataset_id) VALUES (?)').run(dataset.id);
}

/** Shows it under its name, made now. */
export function finishDataset(
  db: WritableDB,
  { id, name, createdAt }: Pick<DatasetRow, 'id' | 'name' | 'createdAt'>,
): void {
  db.prepare('UPDATE datasets SET name = ?, created_at = ? WHERE id = ?').run(name, createdAt, id);
  db.prepare('DELETE FROM unfinished_datasets WHERE dataset_id = ?').run(id);
}

export function listUnfinishedDatasets(db: ReadableDB): string[] {
  return db.prepare<[], string>('SELECT dataset_id FROM unfinished_datasets').pluck().all();
}

/** Deletes at most so many of its records; the dataset itself with the last of them. Returns whether some are left. */
export function deleteUnfinishedPiece(db: WritableDB, id: string, most: number): boolean {
  const remove = preparedWrite(
    db,
    'DELETE FROM records WHERE id IN (SELECT id FROM records WHERE dataset_id = ? LIMIT ?)',
  );
  if (remove.run(id, most).changes === most) return true;
  db.prepare('DELETE FROM unfinished_datasets WHERE dataset_id = ?').run(id);
  db.prepare('DELETE FROM datasets WHERE id = ?').run(id);
  return false;
}
