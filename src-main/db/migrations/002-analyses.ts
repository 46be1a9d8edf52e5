import type { WritableDB } from '../sqlite/connection.ts';

export default function analyses(db: WritableDB): void {
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

    -- The control beside each example: whether a random direction of the same size and spectrum fools the model too.
    ALTER TABLE examples ADD COLUMN noise_fooled INTEGER CHECK (noise_fooled IN (0, 1));
    -- Forward passes that a black-box attack took.
    ALTER TABLE examples ADD COLUMN queries INTEGER;
    CREATE INDEX examples_by_record ON examples (record_id);

    -- What a model said of each record in an evaluation: models are compared on the same records.
    CREATE TABLE predictions (
      evaluation_id INTEGER NOT NULL REFERENCES evaluations (id),
      record_id INTEGER NOT NULL REFERENCES records (id),
      label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 3), -- the record's at that time
      n REAL NOT NULL, -- probability of each class
      a REAL NOT NULL,
      o REAL NOT NULL,
      noise REAL NOT NULL,
      PRIMARY KEY (evaluation_id, record_id)
    ) STRICT, WITHOUT ROWID;
  `);
}
