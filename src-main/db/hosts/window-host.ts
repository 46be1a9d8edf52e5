import { z } from 'zod';
import { jsonColumn } from '../sqlite/json-column.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** The program that opened the workspace's window last. */
export interface WindowHost {
  processId: number;
  /** What tells one file of the disk from another of the same name. */
  files: { lock: string; database: string };
}

const FILES = jsonColumn(z.object({ lock: z.string(), database: z.string() }), {
  table: 'window_host',
  column: 'files',
});

export function findWindowHost(db: ReadableDB): WindowHost | undefined {
  const row = db
    .prepare<[], { processId: number; files: string }>('SELECT process_id AS processId, files FROM window_host')
    .get();
  const files = row && FILES.readIfKnown(row.files);
  return files && { processId: row.processId, files };
}

export function putWindowHost(db: WritableDB, { processId, files }: WindowHost): void {
  db.prepare('INSERT OR REPLACE INTO window_host (one, process_id, files) VALUES (1, ?, ?)').run(
    processId,
    FILES.write(files),
  );
}
