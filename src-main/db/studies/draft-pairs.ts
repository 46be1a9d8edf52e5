import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { JOIN_PARTS, PART_COLUMNS, type PairParts } from './pair-parts.ts';

/** A pair that a draft will show, as yet without a side or a position. */
export interface DraftPair extends PairParts {
  taskId: string;
  arm: string;
}

/** The same with the names of its records. */
export interface NamedPair extends DraftPair {
  record: string;
  otherRecord: string | null;
}

export function insertDraftPairs(db: WritableDB, studyId: string, pairs: readonly DraftPair[]): void {
  const insert = db.prepare(
    `INSERT INTO draft_pairs (study_id, task_id, arm, example_id, other_record_id, record_id, made_record_id)
     VALUES (@studyId, @taskId, @arm, @exampleId, @otherRecordId, @recordId, @madeRecordId)`,
  );
  db.transaction(() => {
    for (const pair of pairs) insert.run({ ...pair, studyId });
  })();
}

/** Keys of the signals of the pairs, each once. */
export function listDraftSignals(db: ReadableDB, studyId: string): string[] {
  return db
    .prepare<{ id: string }, string>(
      ['e', 'r', 'o', 'g']
        .map(
          (part) =>
            `SELECT ${part}.sha256 FROM draft_pairs t ${JOIN_PARTS} WHERE t.study_id = @id AND ${part}.id IS NOT NULL`,
        )
        .join(' UNION '),
    )
    .pluck()
    .all({ id: studyId });
}

/** The pairs with the names of their records, of which no arm has one twice. */
export function listDraftPairs(db: ReadableDB, studyId: string): NamedPair[] {
  return db
    .prepare<[string], NamedPair>(
      `SELECT t.task_id AS taskId, t.arm, ${PART_COLUMNS('t')}, r.name AS record, o.name AS otherRecord
       FROM draft_pairs t ${JOIN_PARTS} WHERE t.study_id = ?`,
    )
    .all(studyId);
}
