import type { WritableDB } from '../sqlite/connection.ts';

/** A column of pairs and the two tables that have them. */
const COLUMNS = ['record_id', 'made_record_id'] as const;

/**
 * A pair may be of two records, a real and a made one, instead of a record and what an attack made of it: it has no
 * example. SQLite cannot drop a constraint, hence the draft's table is rebuilt.
 */
export default function pairsOfRecords(db: WritableDB): void {
  db.exec(`
    CREATE TABLE new_draft_pairs (
      study_id TEXT NOT NULL REFERENCES studies (id),
      task_id TEXT NOT NULL,
      arm TEXT NOT NULL,
      example_id INTEGER REFERENCES examples (id), -- null where the pair is of two records
      other_record_id INTEGER REFERENCES records (id),
      record_id INTEGER REFERENCES records (id), -- the real one
      made_record_id INTEGER REFERENCES records (id) -- the one beside it
    ) STRICT;
    INSERT INTO new_draft_pairs (study_id, task_id, arm, example_id, other_record_id)
      SELECT study_id, task_id, arm, example_id, other_record_id FROM draft_pairs;
    DROP TABLE draft_pairs;
    ALTER TABLE new_draft_pairs RENAME TO draft_pairs;
    CREATE UNIQUE INDEX draft_pairs_once
      ON draft_pairs (study_id, task_id, arm, ifnull(example_id, 0), ifnull(record_id, 0));
    ${COLUMNS.map(
      (column) => `
        ALTER TABLE trials ADD COLUMN ${column} INTEGER REFERENCES records (id);
        CREATE INDEX trials_by_${column} ON trials (${column}) WHERE ${column} IS NOT NULL;
        CREATE TRIGGER ${column}s_of_locked_studies_never_change BEFORE UPDATE ON records
          WHEN EXISTS (SELECT 1 FROM trials t WHERE t.${column} = OLD.id)
          BEGIN SELECT raise(ABORT, 'a locked study depends on this row of records'); END;
        CREATE TRIGGER ${column}s_of_locked_studies_never_go BEFORE DELETE ON records
          WHEN EXISTS (SELECT 1 FROM trials t WHERE t.${column} = OLD.id)
          BEGIN SELECT raise(ABORT, 'a locked study depends on this row of records'); END;`,
    ).join('')}
  `);
}
