import type { WritableDB } from '../sqlite/connection.ts';

/**
 * Questions and origins of models are lists that grow: the program checks them where it writes and reads them, so that
 * the schema freezes neither. SQLite cannot drop a CHECK, hence both tables are rebuilt, with the rowids of their
 * rows. Foreign keys are off while migrations run (see open.ts), so that no other row loses the row it refers to.
 */
export default function openLists(db: WritableDB): void {
  db.exec(`
    CREATE TABLE new_models (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      architecture TEXT NOT NULL,
      origin TEXT NOT NULL,
      sha256 TEXT NOT NULL, -- of model.json and weights
      created_at TEXT NOT NULL,
      card TEXT NOT NULL, -- JSON
      history TEXT NOT NULL -- JSON: one entry per epoch
    ) STRICT;
    INSERT INTO new_models (rowid, id, name, architecture, origin, sha256, created_at, card, history)
      SELECT rowid, id, name, architecture, origin, sha256, created_at, card, history FROM models;
    DROP TABLE models;
    ALTER TABLE new_models RENAME TO models;

    -- A pair: the original of an example's record and the example.
    CREATE TABLE new_trials (
      id TEXT PRIMARY KEY, -- random, says nothing
      study_id TEXT NOT NULL REFERENCES studies (id),
      position INTEGER NOT NULL, -- from 0, in the order of presentation
      task_id TEXT NOT NULL,
      question TEXT NOT NULL, -- id of a question
      arm TEXT NOT NULL,
      example_id INTEGER NOT NULL REFERENCES examples (id),
      real_side INTEGER NOT NULL CHECK (real_side IN (1, 2)), -- 1 upper, 2 lower
      upper_id TEXT NOT NULL,
      lower_id TEXT NOT NULL,
      UNIQUE (study_id, position)
    ) STRICT;
    INSERT INTO new_trials
        (rowid, id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id)
      SELECT rowid, id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id FROM trials;
    DROP TABLE trials;
    ALTER TABLE new_trials RENAME TO trials;
    -- The triggers went with the table.
    CREATE TRIGGER locked_trials_never_change BEFORE UPDATE ON trials
      BEGIN SELECT raise(ABORT, 'the trials of a study are never changed'); END;
    CREATE TRIGGER locked_trials_never_go BEFORE DELETE ON trials
      WHEN (SELECT locked_at FROM studies WHERE id = OLD.study_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    CREATE TRIGGER locked_trials_never_grow BEFORE INSERT ON trials
      WHEN (SELECT locked_at FROM studies WHERE id = NEW.study_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
  `);
}
