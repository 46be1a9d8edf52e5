import type { WritableDB } from '../sqlite/connection.ts';

export default function removed(db: WritableDB): void {
  db.exec(`
    -- What a person deleted and may still take back; no list shows it. Its rows go at a later start.
    CREATE TABLE removed (
      id TEXT PRIMARY KEY, -- of a dataset, model, run, draft, analysis or comparison: random, hence of one of them only
      kind TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;
  `);
}
