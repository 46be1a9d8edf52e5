import type { WritableDB } from '../sqlite/connection.ts';

/** The records of an import are stored bit by bit, so that it stops nobody; one transaction shows them all together. */
export default function unfinishedDatasets(db: WritableDB): void {
  db.exec(`
    -- Datasets whose records are being stored: no list shows them, and a start deletes what was left of them.
    CREATE TABLE unfinished_datasets (
      dataset_id TEXT PRIMARY KEY REFERENCES datasets (id)
    ) STRICT, WITHOUT ROWID;
  `);
}
