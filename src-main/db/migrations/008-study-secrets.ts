import type { WritableDB } from '../sqlite/connection.ts';

/**
 * Sides and order come from a secret that is drawn at the lock, no longer from the seed that stands in the protocol. So a
 * draft has pairs without sides; the trials that drafts of older versions have are turned into such pairs. Studies
 * that were locked before have no secret: theirs follow from the seed.
 */
export default function studySecrets(db: WritableDB): void {
  db.exec(`
    -- Truth: no query that serves a reader touches it.
    CREATE TABLE study_secrets (
      study_id TEXT PRIMARY KEY REFERENCES studies (id),
      secret BLOB NOT NULL CHECK (length(secret) = 32)
    ) STRICT;
    CREATE TRIGGER study_secrets_never_change BEFORE UPDATE ON study_secrets
      BEGIN SELECT raise(ABORT, 'the secret of a study is never changed'); END;
    CREATE TRIGGER study_secrets_never_go BEFORE DELETE ON study_secrets
      BEGIN SELECT raise(ABORT, 'the secret of a study is never deleted'); END;
    ALTER TABLE studies ADD COLUMN commitment TEXT; -- SHA-256 to which the secret is held

    -- The pairs that a draft will show.
    CREATE TABLE draft_pairs (
      study_id TEXT NOT NULL REFERENCES studies (id),
      task_id TEXT NOT NULL,
      arm TEXT NOT NULL,
      example_id INTEGER NOT NULL REFERENCES examples (id),
      PRIMARY KEY (study_id, task_id, arm, example_id)
    ) STRICT;
    INSERT INTO draft_pairs (study_id, task_id, arm, example_id)
      SELECT t.study_id, t.task_id, t.arm, t.example_id
      FROM trials t JOIN studies s ON s.id = t.study_id WHERE s.locked_at IS NULL;
    DELETE FROM trials WHERE study_id IN (SELECT id FROM studies WHERE locked_at IS NULL);
  `);
}
