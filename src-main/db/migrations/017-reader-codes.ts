import type { WritableDB } from '../sqlite/connection.ts';

/** The codes that begin sessions of a study, and what readers said outside the trials, found without reading the audit. */
export default function readerCodes(db: WritableDB): void {
  db.exec(`
    CREATE TABLE reader_codes (
      study_id TEXT NOT NULL REFERENCES studies (id),
      position INTEGER NOT NULL, -- from 0
      code TEXT NOT NULL,
      PRIMARY KEY (study_id, position),
      UNIQUE (study_id, code)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER reader_codes_never_change BEFORE UPDATE ON reader_codes
      BEGIN SELECT raise(ABORT, 'the codes of readers are never changed'); END;
    CREATE TRIGGER reader_codes_never_go BEFORE DELETE ON reader_codes
      BEGIN SELECT raise(ABORT, 'the codes of readers are never deleted'); END;
    CREATE INDEX audit_session_pages ON audit (details ->> 'sessionId', position) WHERE action = 'session-page';
  `);
}
