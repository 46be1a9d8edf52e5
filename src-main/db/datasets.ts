import type { DatasetSummary } from '../../src-shared/contract/datasets.ts';
import type { Db } from './open.ts';

export interface DatasetRow {
  id: string;
  name: string;
  source: string;
  labels: string;
  createdAt: string;
  skipped: { record: string; reason: string }[];
}

export function insertDataset(db: Db, dataset: DatasetRow): void {
  db.prepare(
    'INSERT INTO datasets (id, name, source, labels, created_at, skipped) VALUES (@id, @name, @source, @labels, @createdAt, @skipped)',
  ).run({ ...dataset, skipped: JSON.stringify(dataset.skipped) });
}

export function updateDatasetSkipped(db: Db, id: string, skipped: DatasetRow['skipped']): void {
  db.prepare('UPDATE datasets SET skipped = ? WHERE id = ?').run(JSON.stringify(skipped), id);
}

export function findDatasetByName(db: Db, name: string): { id: string; labels: string } | undefined {
  return db
    .prepare<[string], { id: string; labels: string }>('SELECT id, labels FROM datasets WHERE name = ?')
    .get(name);
}

/** Newest first. */
export function listDatasets(db: Db): DatasetSummary[] {
  const counts = db.prepare<[string], { label: number; split: 'train' | 'validation' | 'test'; n: number }>(
    'SELECT label, split, count(*) AS n FROM records WHERE dataset_id = ? GROUP BY label, split',
  );
  return db
    .prepare<[], Omit<DatasetRow, 'skipped'> & { skipped: string }>(
      'SELECT id, name, source, labels, created_at AS createdAt, skipped FROM datasets ORDER BY created_at DESC, rowid DESC',
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
      return { ...row, skipped: JSON.parse(row.skipped) as DatasetRow['skipped'], records, classCounts, splitCounts };
    });
}
