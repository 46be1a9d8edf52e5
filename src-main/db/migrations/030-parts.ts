import type { WritableDB } from '../sqlite/connection.ts';

export default function parts(db: WritableDB): void {
  db.exec(`
    -- JSON: what each attack of several has reached with the record, in their order; null for an attack that is one.
    ALTER TABLE examples ADD COLUMN parts TEXT;
  `);
}
