import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** `early`: null if every reader had finished. */
const openingSchema = z.object({
  studyId: z.string(),
  early: z
    .object({
      by: z.string(),
      reason: z.string(),
      outstanding: z.array(z.object({ reader: z.string(), answered: z.int(), total: z.int() })),
    })
    .nullable(),
  /** Account and door, where it took the passphrase. */
  unsealedBy: z.string().optional(),
});
const OPENING = jsonColumn(openingSchema, { table: 'audit', column: 'details' });

/** How the results of a study were opened. */
export interface Opening {
  /** Of its entry. */
  position: number;
  at: string;
  early: z.infer<typeof openingSchema>['early'];
}

/** Every opening of the study's results, the first one first. */
export function listOpenings(db: ReadableDB, studyId: string): Opening[] {
  return db
    .prepare<[string], { position: number; at: string; details: string }>(
      `SELECT position, at, details FROM audit WHERE action = 'results-open' AND details ->> 'studyId' = ? ORDER BY position`,
    )
    .all(studyId)
    .map(({ position, at, details }) => ({ position, at, early: OPENING.read(details, position).early }));
}

/** Ids of the study's sessions that were withdrawn when this entry of the audit was made, and reinstated later. */
export function reinstatedAfter(db: ReadableDB, studyId: string, position: number): string[] {
  return db
    .prepare<{ studyId: string; position: number }, string>(
      `SELECT DISTINCT later.details ->> 'sessionId' FROM audit AS later
       WHERE later.action = 'session-reinstate' AND later.details ->> 'studyId' = @studyId AND later.position > @position
         AND (SELECT before.action FROM audit AS before
              WHERE before.action IN ('session-withdraw', 'session-reinstate')
                AND before.details ->> 'sessionId' = later.details ->> 'sessionId' AND before.position < @position
              ORDER BY before.position DESC LIMIT 1) = 'session-withdraw'`,
    )
    .pluck()
    .all({ studyId, position });
}

/** What began or was answered after this entry of the audit. */
export interface Later {
  /** Ids. */
  sessions: ReadonlySet<string>;
  /** `session/position`. */
  answers: ReadonlySet<string>;
}

export function laterThan(db: ReadableDB, position: number): Later {
  const of = (action: string, name: string): Set<string> =>
    new Set(
      db
        .prepare<[string, number], string>(`SELECT ${name} FROM audit WHERE action = ? AND position > ?`)
        .pluck()
        .all(action, position),
    );
  return {
    sessions: of('session-begin', `details ->> 'sessionId'`),
    answers: of('answer', `(details ->> 'sessionId') || '/' || (details ->> 'position')`),
  };
}
