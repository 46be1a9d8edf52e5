import type { WritableDB } from '../sqlite/connection.ts';

/** `{table}` may not lose or change a row while a locked study depends on it. */
const guarded = (table: string, depends: string): string =>
  (['UPDATE', 'DELETE'] as const)
    .map(
      (action) => `
        CREATE TRIGGER ${table}_of_locked_studies_${action === 'UPDATE' ? 'never_change' : 'never_go'}
          BEFORE ${action} ON ${table} WHEN EXISTS (${depends})
          BEGIN SELECT raise(ABORT, 'a locked study depends on this row of ${table}'); END;`,
    )
    .join('');

const LOCKED_TRIALS = 'trials t JOIN studies s ON s.id = t.study_id AND s.locked_at IS NOT NULL';

/** Signatures of answers, and triggers that keep what a locked study depends on. */
export default function evidence(db: WritableDB): void {
  db.exec(`
    -- The private half of a session's key, only while the session runs.
    CREATE TABLE session_keys (
      session_id TEXT PRIMARY KEY REFERENCES sessions (id),
      private_key TEXT NOT NULL -- PKCS #8, base64
    ) STRICT;
    CREATE TRIGGER session_keys_never_change BEFORE UPDATE ON session_keys
      BEGIN SELECT raise(ABORT, 'the key of a session is never changed'); END;

    -- Ed25519 by the session's key, base64; answers of older versions have none.
    ALTER TABLE responses ADD COLUMN signature TEXT;

    CREATE INDEX trials_by_example ON trials (example_id);
    -- What an answer needs of the audit is found without reading all of it.
    CREATE INDEX audit_locks ON audit (details ->> 'studyId') WHERE action = 'study-lock';
    CREATE INDEX audit_begins ON audit (details ->> 'sessionId') WHERE action = 'session-begin';
    CREATE INDEX audit_ends ON audit (details ->> 'sessionId') WHERE action = 'session-end';

    CREATE TRIGGER sessions_never_change BEFORE UPDATE ON sessions
      BEGIN SELECT raise(ABORT, 'sessions are append-only'); END;
    CREATE TRIGGER sessions_never_go BEFORE DELETE ON sessions
      BEGIN SELECT raise(ABORT, 'sessions are append-only'); END;
    CREATE TRIGGER presentations_never_change BEFORE UPDATE ON presentations
      BEGIN SELECT raise(ABORT, 'presentations are append-only'); END;
    CREATE TRIGGER presentations_never_go BEFORE DELETE ON presentations
      BEGIN SELECT raise(ABORT, 'presentations are append-only'); END;
    CREATE TRIGGER locked_studies_never_go BEFORE DELETE ON studies WHEN OLD.locked_at IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    -- Found by their content, so that other content is another signal.
    CREATE TRIGGER signals_never_change BEFORE UPDATE ON signals
      BEGIN SELECT raise(ABORT, 'signals are never changed'); END;
    CREATE TRIGGER used_signals_never_go BEFORE DELETE ON signals
      WHEN EXISTS (SELECT 1 FROM records WHERE sha256 = OLD.sha256)
        OR EXISTS (SELECT 1 FROM examples WHERE sha256 = OLD.sha256)
      BEGIN SELECT raise(ABORT, 'a record or an example has this signal'); END;
    ${guarded('examples', `SELECT 1 FROM ${LOCKED_TRIALS} WHERE t.example_id = OLD.id`)}
    ${guarded('records', `SELECT 1 FROM ${LOCKED_TRIALS} JOIN examples e ON e.id = t.example_id WHERE e.record_id = OLD.id`)}
    ${guarded('attack_runs', `SELECT 1 FROM ${LOCKED_TRIALS} JOIN examples e ON e.id = t.example_id WHERE e.run_id = OLD.id`)}
  `);
}
