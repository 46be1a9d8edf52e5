import type { WritableDB } from '../sqlite/connection.ts';

/** Which lead of a record was read, and what the person who imported decided about reading. */
export default function leads(db: WritableDB): void {
  db.exec(`
    ALTER TABLE records ADD COLUMN lead TEXT; -- null: imported by an older version, which read the first voltage
    ALTER TABLE datasets ADD COLUMN reading TEXT NOT NULL DEFAULT '{}'; -- JSON: ReadingOptions
  `);
}
