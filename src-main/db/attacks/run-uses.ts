import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

export interface FooledRecord {
  recordId: RecordId;
  originalClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
}

/** The outcomes by which two runs on the same records are compared. */
export function listFooledRecords(db: ReadableDB, runId: string): FooledRecord[] {
  type Raw = Omit<FooledRecord, 'originallyCorrect' | 'fooled'> & { originallyCorrect: 0 | 1; fooled: 0 | 1 };
  return db
    .prepare<[string], Raw>(
      `SELECT record_id AS recordId, original_class AS originalClass, originally_correct AS originallyCorrect, fooled
       FROM examples WHERE run_id = ?`,
    )
    .all(runId)
    .map((row) => ({ ...row, originallyCorrect: row.originallyCorrect === 1, fooled: row.fooled === 1 }));
}

/** Pairs of studies and drafts that show one of the run's examples although the model got its record wrong before the attack. */
export function countWrongPairs(db: ReadableDB, runId: string): number {
  return (
    db
      .prepare<[string], number>(
        `SELECT count(*)
         FROM (SELECT example_id FROM trials WHERE session_id IS NULL UNION ALL SELECT example_id FROM draft_pairs) p JOIN examples e ON e.id = p.example_id
         WHERE e.run_id = ? AND e.originally_correct = 0`,
      )
      .pluck()
      .get(runId) ?? 0
  );
}
