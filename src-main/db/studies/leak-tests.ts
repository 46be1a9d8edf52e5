import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** What a lock measured of its pairs before it; it stands in the entry of the lock. */
const leakTestSchema = z.object({
  pairs: z.int(),
  /** With fewer pairs no leak could have been told from chance. */
  fewest: z.int(),
  /** Cues of the drawn signal, each with its area under the curve. */
  signal: z.array(z.object({ cue: z.string(), area: z.number() })),
});
export type LeakTest = z.infer<typeof leakTestSchema>;

const COLUMN = jsonColumn(leakTestSchema, { table: 'audit', column: 'details' });

/** Undefined for a draft, and for a study that was locked without. */
export function findLeakTest(db: ReadableDB, studyId: string): LeakTest | undefined {
  const text = db
    .prepare<[string], string | null>(
      `SELECT details -> 'leaks' FROM audit WHERE action = 'study-lock' AND details ->> 'studyId' = ? ORDER BY position LIMIT 1`,
    )
    .pluck()
    .get(studyId);
  return text === undefined || text === null ? undefined : COLUMN.readIfKnown(text);
}
