import type { WritableDB } from '../sqlite/connection.ts';

/** Which program has the workspace's window, beside the lock that it holds: a file can be removed by hand. */
export default function windowHost(db: WritableDB): void {
  db.exec(`
    CREATE TABLE window_host (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      process_id INTEGER NOT NULL,
      files TEXT NOT NULL -- JSON: which file of the disk the lock and the database were
    ) STRICT;
  `);
}
