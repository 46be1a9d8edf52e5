import type { Db } from '../open.ts';

export default function analyses(db: Db): void {
  db.exec(`
    -- Answers that need more than one attack run: Table 1, curves, existence, transfer.
    CREATE TABLE analyses (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      model_id TEXT NOT NULL REFERENCES models (id),
      model_sha256 TEXT NOT NULL,
      dataset_id TEXT NOT NULL REFERENCES datasets (id),
      split TEXT NOT NULL,
      request TEXT NOT NULL, -- JSON: AnalysisRequest
      engine TEXT NOT NULL,
      program_version TEXT NOT NULL,
      created_at TEXT NOT NULL,
      seconds REAL NOT NULL,
      result TEXT NOT NULL -- JSON, in the shape of its kind
    ) STRICT;
  `);
}
