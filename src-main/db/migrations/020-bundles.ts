import type { WritableDB } from '../sqlite/connection.ts';

/** A bundle holds a study without its truth, in the same tables. */
export default function bundles(db: WritableDB): void {
  db.exec(`
    -- Null in a bundle alone.
    ALTER TABLE trials ALTER COLUMN pair_id DROP NOT NULL;
    ALTER TABLE trials ALTER COLUMN kind DROP NOT NULL;
    ALTER TABLE trials ALTER COLUMN arm DROP NOT NULL;
    ALTER TABLE trials ALTER COLUMN real_side DROP NOT NULL;

    -- What a reader is sent of a trial of a bundle; empty in a workspace.
    CREATE TABLE blinded_tracings (
      trial_id TEXT PRIMARY KEY REFERENCES trials (id),
      sampling_hz REAL NOT NULL,
      steps_per_mv REAL NOT NULL,
      upper BLOB NOT NULL, -- positions on the display's grid, int16, little endian
      lower BLOB -- null for a single tracing
    ) STRICT;

    -- The truth of a bundle's study, which only the coordinator can open; empty in a workspace.
    CREATE TABLE sealed_truth (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      sealed BLOB NOT NULL
    ) STRICT;

    -- What bundles of this workspace are sealed to; empty until the first one is made, and in a bundle.
    CREATE TABLE coordinator_key (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      public_key TEXT NOT NULL, -- X25519, base64
      private_key TEXT NOT NULL, -- JSON: PassphraseBox
      created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_bundles ON audit (details ->> 'studyId', position) WHERE action IN ('bundle', 'study-export');
    ${['blinded_tracings', 'sealed_truth', 'coordinator_key']
      .map(
        (table) => `
          CREATE TRIGGER ${table}_never_changes BEFORE UPDATE ON ${table}
            BEGIN SELECT raise(ABORT, 'a row of ${table} is never changed'); END;
          CREATE TRIGGER ${table}_never_goes BEFORE DELETE ON ${table}
            BEGIN SELECT raise(ABORT, 'a row of ${table} is never deleted'); END;`,
      )
      .join('')}
  `);
}
