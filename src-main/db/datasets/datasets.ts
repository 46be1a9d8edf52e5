import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import type { Db } from '../open.ts';

export interface DatasetRow {
  id: string;
  name: string;
  source: string;
  labels: string;
  createdAt: string;
  skipped: { record: string; reason: string }[];
  /** What the import chose by itself, in sentences: which labels file, which of several signals. */
  notes: string[];
}

export function insertDataset(db: Db, dataset: DatasetRow): void {
  db.prepare(
    `INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes)
     VALUES (@id, @name, @source, @labels, @createdAt, @skipped, @notes)`,
  ).run({ ...dataset, skipped: JSON.stringify(dataset.skipped), notes: JSON.stringify(dataset.notes) });
}

/** What the newest import into it said. */
export function updateDatasetReading(db: Db, id: string, reading: Pick<DatasetRow, 'skipped' | 'notes'>): void {
  const { skipped, notes } = reading;
  db.prepare('UPDATE datasets SET skipped = ?, notes = ? WHERE id = ?').run(
    JSON.stringify(skipped),
    JSON.stringify(notes),
    id,
  );
}

export function findDatasetByName(db: Db, name: string): { id: string; source: string } | undefined {
  return db
    .prepare<[string], { id: string; source: string }>('SELECT id, source FROM datasets WHERE name = ?')
    .get(name);
}

/** Newest first. */
export function listDatasets(db: Db): DatasetSummary[] {
  const counts = db.prepare<[string], { label: number; split: 'train' | 'validation' | 'test'; n: number }>(
    'SELECT label, split, count(*) AS n FROM records WHERE dataset_id = ? GROUP BY label, split',
  );
  return db
    .prepare<[], Omit<DatasetRow, 'skipped' | 'notes'> & { skipped: string; notes: string }>(
      'SELECT id, name, source, labels, created_at AS createdAt, skipped, notes FROM datasets ORDER BY created_at DESC, rowid DESC',
    )
    .all()
    .map((row) => {
      const classCounts = [0, 0, 0, 0];
      const splitCounts = { train: 0, validation: 0, test: 0 };
      for (const { label, split, n } of counts.all(row.id)) {
        classCounts[label] = (classCounts[label] ?? 0) + n;
        splitCounts[split] += n;
      }
      const records = splitCounts.train + splitCounts.validation + splitCounts.test;
      const skipped = JSON.parse(row.skipped) as DatasetRow['skipped'];
      const notes = JSON.parse(row.notes) as DatasetRow['notes'];
      return { ...row, skipped, notes, records, classCounts, splitCounts };
    });
}
