import type { WritableDB } from '../sqlite/connection.ts';

const COLUMNS = 'id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id';

/**
 * A reader may have an order and sides of their own: those trials belong to the session. A pair may be shown more than
 * once, may be of two records (a foil), or simulated (practice, without an example). SQLite cannot drop a constraint,
 * hence the table is rebuilt, with the rowids of its rows; nothing is rewritten in the triggers that name it (legacy_alter_table).
 */
export default function sessionTrials(db: WritableDB): void {
  db.pragma('legacy_alter_table = ON');
  db.exec(`
    CREATE TABLE new_trials (
      id TEXT PRIMARY KEY, -- random, says nothing
      study_id TEXT NOT NULL REFERENCES studies (id),
      session_id TEXT, -- of the session whose own trial it is; null for those that all readers have in common
      pair_id TEXT NOT NULL, -- id of the first trial of the study that shows this pair: its own, where it is that
      round INTEGER NOT NULL CHECK (round >= 1),
      kind TEXT NOT NULL, -- main, catch, repeat or practice
      position INTEGER NOT NULL, -- from 0, in the order of presentation
      task_id TEXT NOT NULL,
      question TEXT NOT NULL, -- id of a question
      arm TEXT NOT NULL,
      example_id INTEGER REFERENCES examples (id), -- null for practice
      other_record_id INTEGER REFERENCES records (id), -- of the original, where it is not the example's record
      real_side INTEGER NOT NULL CHECK (real_side IN (1, 2)), -- 1 upper, 2 lower
      upper_id TEXT NOT NULL,
      lower_id TEXT NOT NULL
    ) STRICT;
    INSERT INTO new_trials (rowid, ${COLUMNS}, pair_id, round, kind)
      SELECT rowid, ${COLUMNS}, id, 1, 'main' FROM trials;
    DROP TABLE trials;
    ALTER TABLE new_trials RENAME TO trials;
    CREATE UNIQUE INDEX trials_in_order ON trials (study_id, ifnull(session_id, ''), position);
    CREATE INDEX trials_of_session ON trials (session_id, position) WHERE session_id IS NOT NULL;
    CREATE INDEX trials_by_example ON trials (example_id);
    CREATE INDEX trials_by_other_record ON trials (other_record_id) WHERE other_record_id IS NOT NULL;
    ALTER TABLE draft_pairs ADD COLUMN other_record_id INTEGER REFERENCES records (id);
    -- The triggers went with the table.
    CREATE TRIGGER locked_trials_never_change BEFORE UPDATE ON trials
      BEGIN SELECT raise(ABORT, 'the trials of a study are never changed'); END;
    CREATE TRIGGER locked_trials_never_go BEFORE DELETE ON trials
      WHEN EXISTS (SELECT 1 FROM studies WHERE id = OLD.study_id AND locked_at IS NOT NULL AND rehearsal_of IS NULL)
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    CREATE TRIGGER locked_trials_never_grow BEFORE INSERT ON trials
      WHEN NEW.session_id IS NULL AND (SELECT locked_at FROM studies WHERE id = NEW.study_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    CREATE TRIGGER session_trials_never_grow BEFORE INSERT ON trials
      WHEN NEW.session_id IS NOT NULL AND EXISTS (SELECT 1 FROM presentations WHERE session_id = NEW.session_id)
      BEGIN SELECT raise(ABORT, 'the session has begun'); END;
    CREATE TRIGGER other_records_of_locked_studies_never_change BEFORE UPDATE ON records
      WHEN EXISTS (SELECT 1 FROM trials t WHERE t.other_record_id = OLD.id)
      BEGIN SELECT raise(ABORT, 'a locked study depends on this row of records'); END;
    CREATE TRIGGER other_records_of_locked_studies_never_go BEFORE DELETE ON records
      WHEN EXISTS (SELECT 1 FROM trials t WHERE t.other_record_id = OLD.id)
      BEGIN SELECT raise(ABORT, 'a locked study depends on this row of records'); END;
  `);
  db.pragma('legacy_alter_table = OFF');
}
