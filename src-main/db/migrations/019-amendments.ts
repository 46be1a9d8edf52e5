import type { WritableDB } from '../sqlite/connection.ts';

/** A trial may be answered again, as a row of its own in the chain; its first answer is still stored once. */
export default function amendments(db: WritableDB): void {
  db.exec(`
    CREATE TABLE responses_with_amendments (
      id INTEGER PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id),
      position INTEGER NOT NULL,
      trial_id TEXT NOT NULL REFERENCES trials (id),
      content TEXT NOT NULL, -- canonical JSON: ResponseContent
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL,
      signature TEXT,
      UNIQUE (session_id, position)
    ) STRICT;
    INSERT INTO responses_with_amendments (id, session_id, position, trial_id, content, previous_hash, hash, signature)
      SELECT id, session_id, position, trial_id, content, previous_hash, hash, signature FROM responses;
    DROP TABLE responses;
    ALTER TABLE responses_with_amendments RENAME TO responses;
    CREATE UNIQUE INDEX responses_once ON responses (session_id, trial_id)
      WHERE coalesce(content ->> 'amends', 0) = 0;
    CREATE INDEX responses_by_trial ON responses (session_id, trial_id, position);
    CREATE TRIGGER responses_never_change BEFORE UPDATE ON responses
      BEGIN SELECT raise(ABORT, 'responses are append-only'); END;
    CREATE TRIGGER responses_never_go BEFORE DELETE ON responses
      WHEN NOT EXISTS (SELECT 1 FROM studies
        WHERE id = (SELECT study_id FROM sessions WHERE id = OLD.session_id) AND rehearsal_of IS NOT NULL)
      BEGIN SELECT raise(ABORT, 'responses are append-only'); END;
  `);
}
