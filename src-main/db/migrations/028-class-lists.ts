import type { WritableDB } from '../sqlite/connection.ts';

/** The list of every dataset that there was. */
const CINC_2017 =
  '[{"code":"N","name":"Normal"},{"code":"A","name":"AF"},{"code":"O","name":"Other"},{"code":"~","name":"Noise","scored":false}]';

/**
 * A dataset has a list of classes, of any number. SQLite cannot drop a CHECK, hence the tables that allowed four are
 * rebuilt, records with the ids of its rows; nothing is rewritten in the triggers that name it (legacy_alter_table).
 */
export default function classLists(db: WritableDB): void {
  db.pragma('legacy_alter_table = ON');
  const ofRecords = db
    .prepare<[], string>(
      `SELECT sql FROM sqlite_schema WHERE tbl_name = 'records' AND type IN ('index', 'trigger') AND sql IS NOT NULL`,
    )
    .pluck()
    .all();
  db.exec(`
    ALTER TABLE datasets ADD COLUMN classes TEXT NOT NULL DEFAULT '${CINC_2017}'; -- JSON: ClassList
    CREATE TRIGGER classes_of_datasets_never_change BEFORE UPDATE OF classes ON datasets
      BEGIN SELECT raise(ABORT, 'labels are positions in the list of classes, which is never changed'); END;
    -- The class of the example's record as a position in its model's list; null: the position in its dataset's list.
    ALTER TABLE examples ADD COLUMN label INTEGER CHECK (label >= 0);

    CREATE TABLE new_records (
      id INTEGER PRIMARY KEY,
      dataset_id TEXT NOT NULL REFERENCES datasets (id),
      name TEXT NOT NULL,
      label INTEGER NOT NULL CHECK (label >= 0), -- a position in the dataset's list of classes
      split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
      sha256 TEXT NOT NULL REFERENCES signals (sha256),
      lead TEXT, -- null: imported by an older version, which read the first voltage
      UNIQUE (dataset_id, name)
    ) STRICT;
    INSERT INTO new_records (id, dataset_id, name, label, split, sha256, lead)
      SELECT id, dataset_id, name, label, split, sha256, lead FROM records;
    -- Its triggers go with the table, before they could keep it.
    DROP TABLE records;
    ALTER TABLE new_records RENAME TO records;
    ${ofRecords.map((sql) => `${sql};`).join('\n')}

    CREATE TABLE new_predictions (
      evaluation_id INTEGER NOT NULL REFERENCES evaluations (id),
      record_id INTEGER NOT NULL REFERENCES records (id),
      label INTEGER NOT NULL CHECK (label >= 0), -- the record's at that time, a position in the model's list of classes
      probabilities TEXT NOT NULL, -- JSON: of each class of the model
      PRIMARY KEY (evaluation_id, record_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_predictions (evaluation_id, record_id, label, probabilities)
      SELECT evaluation_id, record_id, label, json_array(n, a, o, noise) FROM predictions;
    DROP TABLE predictions;
    ALTER TABLE new_predictions RENAME TO predictions;
  `);
  db.pragma('legacy_alter_table = OFF');
}
