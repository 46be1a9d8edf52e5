import type { ClassList } from '../../../src-shared/class-list.ts';
import { datasetSummarySchema, type DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { finished } from './finished.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const {
  skipped: skippedSchema,
  notes: notesSchema,
  reading: readingSchema,
  classes: classesSchema,
} = datasetSummarySchema.shape;
const SKIPPED = jsonColumn(skippedSchema, { table: 'datasets', column: 'skipped' });
const NOTES = jsonColumn(notesSchema, { table: 'datasets', column: 'notes' });
const READING = jsonColumn(readingSchema, { table: 'datasets', column: 'reading' });
const CLASSES = jsonColumn(classesSchema, { table: 'datasets', column: 'classes' });

export interface DatasetRow {
  id: string;
  name: string;
  source: string;
  labels: string;
  createdAt: string;
  skipped: { record: string; reason: string }[];
  /** What the import chose on its own, in sentences: which labels file, which of several signals. */
  notes: string[];
  reading: ReadingOptions;
  /** What its labels are positions in. */
  classes: ClassList;
}

export function insertDataset(db: WritableDB, dataset: DatasetRow): void {
  db.prepare(
    `INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes, reading, classes)
     VALUES (@id, @name, @source, @labels, @createdAt, @skipped, @notes, @reading, @classes)`,
  ).run({
    ...dataset,
    skipped: SKIPPED.write(dataset.skipped),
    notes: NOTES.write(dataset.notes),
    reading: READING.write(dataset.reading),
    classes: CLASSES.write([...dataset.classes]),
  });
}

/** Stores what the newest import into it reported. */
export function updateDatasetReading(db: WritableDB, id: string, reading: Pick<DatasetRow, 'skipped' | 'notes'>): void {
  const { skipped, notes } = reading;
  db.prepare('UPDATE datasets SET skipped = ?, notes = ? WHERE id = ?').run(
    SKIPPED.write(skipped),
    NOTES.write(notes),
    id,
  );
}

export function findDatasetByName(
  db: ReadableDB,
  name: string,
): Pick<DatasetRow, 'id' | 'source' | 'classes'> | undefined {
  const row = db
    .prepare<[string], { id: string; source: string; classes: string }>(
      'SELECT id, source, classes FROM datasets WHERE name = ?',
    )
    .get(name);
  return row && { ...row, classes: CLASSES.read(row.classes, row.id) };
}

/** The list of classes of a dataset, also of one that was deleted. */
export function classesOfDataset(db: ReadableDB, id: string): ClassList {
  const classes = db.prepare<[string], string>('SELECT classes FROM datasets WHERE id = ?').pluck().get(id);
  return CLASSES.read(classes ?? 'null', id);
}

/** Newest first. */
export function listDatasets(db: ReadableDB): DatasetSummary[] {
  const counts = db.prepare<[string], { label: number; split: 'train' | 'validation' | 'test'; n: number }>(
    'SELECT label, split, count(*) AS n FROM records WHERE dataset_id = ? GROUP BY label, split',
  );
  return db
    .prepare<
      [],
      Omit<DatasetRow, 'skipped' | 'notes' | 'reading' | 'classes'> &
        Record<'skipped' | 'notes' | 'reading' | 'classes', string>
    >(
      `SELECT id, name, source, labels, created_at AS createdAt, skipped, notes, reading, classes FROM datasets WHERE ${notRemoved('id')} AND ${finished('id')} ORDER BY created_at DESC, rowid DESC`,
    )
    .all()
    .map((row) => {
      const classes = CLASSES.read(row.classes, row.id);
      const classCounts = classes.map(() => 0);
      const splitCounts = { train: 0, validation: 0, test: 0 };
      for (const { label, split, n } of counts.all(row.id)) {
        classCounts[label] = (classCounts[label] ?? 0) + n;
        splitCounts[split] += n;
      }
      const records = splitCounts.train + splitCounts.validation + splitCounts.test;
      const skipped = SKIPPED.read(row.skipped, row.id);
      const notes = NOTES.read(row.notes, row.id);
      const reading = READING.read(row.reading, row.id);
      return { ...row, skipped, notes, reading, classes, records, classCounts, splitCounts };
    });
}
