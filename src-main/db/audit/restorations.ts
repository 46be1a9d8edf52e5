import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** That the workspace is a backup, put back on purpose: what it lacks is no sign of a change. */
const restorationSchema = z.object({
  /** Which request made it; ISO 8601. */
  requested: z.string(),
  backup: z.string(),
  made: z.string(),
  /** The folder in the workspace that keeps what was there. */
  kept: z.string(),
  events: z.int(),
  answers: z.int(),
});
export type Restoration = z.infer<typeof restorationSchema>;

const DETAILS = jsonColumn(restorationSchema, { table: 'audit', column: 'details' });

/** In their order. */
export function listRestorations(db: ReadableDB): Restoration[] {
  return db
    .prepare<[], { position: number; details: string }>(
      `SELECT position, details FROM audit WHERE action = 'workspace-restore' ORDER BY position`,
    )
    .all()
    .map(({ position, details }) => DETAILS.read(details, position));
}

export function isRestoredBy(db: ReadableDB, requested: string): boolean {
  return listRestorations(db).some((restoration) => restoration.requested === requested);
}
