import type { WritableDB } from '../sqlite/connection.ts';

/** The list of jobs, so that it outlasts the program. */
export default function jobs(db: WritableDB): void {
  db.exec(`
    CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      process_id INTEGER NOT NULL, -- of the program that it ran in
      job TEXT NOT NULL -- JSON: Job
    ) STRICT;
  `);
}
