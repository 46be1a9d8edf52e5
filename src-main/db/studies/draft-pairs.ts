import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** A pair that a draft will show, as yet without a side or a position. */
export interface DraftPair {
  taskId: string;
  arm: string;
  exampleId: number;
  /** The record of the original, where it is not that of the example (a foil). */
  otherRecordId: RecordId | null;
}

/** The same with the names of its records. */
export interface NamedPair extends DraftPair {
  record: string;
  otherRecord: string | null;
}

export function insertDraftPairs(db: WritableDB, studyId: string, pairs: readonly DraftPair[]): void {
  const insert = db.prepare(
    'INSERT INTO draft_pairs (study_id, task_id, arm, example_id, other_record_id) VALUES (@studyId, @taskId, @arm, @exampleId, @otherRecordId)',
  );
  db.transaction(() => {
    for (const pair of pairs) insert.run({ ...pair, studyId });
  })();
}

/** Keys of the signals of the pairs, each once. */
export function listDraftSignals(db: ReadableDB, studyId: string): string[] {
  return db
    .prepare<{ id: string }, string>(
      `SELECT e.sha256 FROM draft_pairs p JOIN examples e ON e.id = p.example_id WHERE p.study_id = @id
       UNION
       SELECT r.sha256 FROM draft_pairs p JOIN examples e ON e.id = p.example_id JOIN records r ON r.id = e.record_id
       WHERE p.study_id = @id
       UNION
       SELECT r.sha256 FROM draft_pairs p JOIN records r ON r.id = p.other_record_id WHERE p.study_id = @id`,
    )
    .pluck()
    .all({ id: studyId });
}

/** The pairs with the names of their records, of which no arm has one twice. */
export function listDraftPairs(db: ReadableDB, studyId: string): NamedPair[] {
  return db
    .prepare<[string], NamedPair>(
      `SELECT p.task_id AS taskId, p.arm, p.example_id AS exampleId, p.other_record_id AS otherRecordId,
         r.name AS record, o.name AS otherRecord
       FROM draft_pairs p JOIN examples e ON e.id = p.example_id JOIN records r ON r.id = e.record_id
         LEFT JOIN records o ON o.id = p.other_record_id
       WHERE p.study_id = ?`,
    )
    .all(studyId);
}
