import type { WritableDB } from '../sqlite/connection.ts';

/** Whose code it is, as the coordinator keeps it: a table that no sealed file, result or pack is made from. */
export default function readerNames(db: WritableDB): void {
  db.exec(`
    CREATE TABLE reader_names (
      study_id TEXT NOT NULL,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (study_id, code),
      FOREIGN KEY (study_id, code) REFERENCES reader_codes (study_id, code)
    ) STRICT, WITHOUT ROWID;
  `);
}
