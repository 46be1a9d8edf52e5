import type { WritableDB } from '../sqlite/connection.ts';

export default function starts(db: WritableDB): void {
  db.exec(`
    -- How often an attack with restarts began anew on a record, and which start (from 1) gave the stored signal.
    ALTER TABLE examples ADD COLUMN starts INTEGER CHECK (starts >= 1);
    ALTER TABLE examples ADD COLUMN kept_start INTEGER CHECK (kept_start BETWEEN 1 AND starts);
  `);
}
