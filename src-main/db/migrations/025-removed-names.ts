import type { WritableDB } from '../sqlite/connection.ts';

/** What was deleted is listed by its name, which no query of the list of its kind tells any more. */
export default function removedNames(db: WritableDB): void {
  db.exec('ALTER TABLE removed ADD COLUMN name TEXT'); // null: deleted by an older version
}
