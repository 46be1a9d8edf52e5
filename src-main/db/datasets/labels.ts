import { indexOfClass, sameClasses, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { classesOfDataset } from './datasets.ts';

/** A dataset and its list of classes. */
export interface LabelledDataset {
  id: string;
  name: string;
  classes: ClassList;
}

/** The datasets that these records are of. */
export function datasetsOfRecords(db: ReadableDB, ids: readonly RecordId[]): LabelledDataset[] {
  return db
    .prepare<[string], { id: string; name: string }>(
      `SELECT id, name FROM datasets
       WHERE id IN (SELECT dataset_id FROM records WHERE id IN (SELECT value FROM json_each(?))) ORDER BY name`,
    )
    .all(JSON.stringify(ids))
    .map((dataset) => ({ ...dataset, classes: classesOfDataset(db, dataset.id) }));
}

/**
 * The label of each of these records as a position in another list of classes, by its code; undefined where that list does
 * not have it. The one place where a dataset's positions become a model's.
 */
export function labelsIn(
  db: ReadableDB,
  ids: readonly RecordId[],
  classes: ClassList,
): (record: { id: RecordId; label: ClassIndex }) => ClassIndex | undefined {
  const datasets = datasetsOfRecords(db, ids);
  const others = datasets.filter((dataset) => !sameClasses(dataset.classes, classes));
  if (others.length === 0) return ({ label }) => label;
  const positions = new Map(
    datasets.map((dataset) => {
      return [dataset.id, dataset.classes.map(({ code }) => indexOfClass(classes, code))] as const;
    }),
  );
  const datasetOf = db.prepare<[RecordId], string>('SELECT dataset_id FROM records WHERE id = ?').pluck();
  return ({ id, label }) => {
    const position = positions.get(datasetOf.get(id) ?? '')?.[label] ?? -1;
    return position < 0 ? undefined : position;
  };
}
