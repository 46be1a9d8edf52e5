import type { PerturbedPair } from '../../../src-shared/study/visibility-budget.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** The pairs of one record of a study, each once, whether it is a draft or locked; neither foils nor practice. */
export function listPerturbedPairs(db: ReadableDB, studyId: string): PerturbedPair[] {
  return db
    .prepare<{ id: string }, PerturbedPair>(
      `SELECT p.task, p.arm, e.metrics ->> 'linfUv' AS linfUv
       FROM (
         SELECT task_id AS task, arm, example_id FROM draft_pairs WHERE study_id = @id AND other_record_id IS NULL
         UNION
         SELECT task_id AS task, arm, example_id FROM trials WHERE study_id = @id AND other_record_id IS NULL
       ) p JOIN examples e ON e.id = p.example_id
       ORDER BY p.task, p.arm`,
    )
    .all({ id: studyId });
}
