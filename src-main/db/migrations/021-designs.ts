import type { WritableDB } from '../sqlite/connection.ts';

/** Protocols that somebody is still writing: no evidence, and free to change. */
export default function designs(db: WritableDB): void {
  db.exec(`
    CREATE TABLE designs (
      id TEXT PRIMARY KEY,
      text TEXT NOT NULL, -- of the protocol.json as it was typed, whether or not it is one yet
      dataset_id TEXT, -- what it is to be built from; null until chosen
      model_id TEXT,
      revision INTEGER NOT NULL, -- counts the times it was stored: of two windows one is told
      updated_at TEXT NOT NULL
    ) STRICT;
  `);
}
