import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** How many records of a run the model assigned to a class before the attack, and their outcomes. */
export interface RunCount {
  from: ClassIndex;
  records: number;
  fooled: number;
  originallyCorrect: number;
  fooledCorrect: number;
}

/** A run's records by the model's class before the attack; a class without records is left out. */
export function countByClassBefore(db: ReadableDB, runId: string): RunCount[] {
  return db
    .prepare<[string], RunCount>(
      `SELECT original_class AS "from", count(*) AS records, sum(fooled) AS fooled,
         sum(originally_correct) AS originallyCorrect, sum(originally_correct * fooled) AS fooledCorrect
       FROM examples WHERE run_id = ? GROUP BY original_class ORDER BY original_class`,
    )
    .all(runId);
}
