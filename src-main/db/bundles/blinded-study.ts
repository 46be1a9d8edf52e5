import type { WritableDB } from '../sqlite/connection.ts';
import { insertStudy, type StudyRow } from '../studies/studies.ts';
import type { ShownTrial } from '../studies/trials.ts';

interface BlindedStudy {
  /** Which the caller has blinded. */
  study: StudyRow;
  /** Those that may begin a session. */
  codes: readonly string[];
  trials: readonly ShownTrial[];
}

/**
 * Puts a study into a bundle: its row, the codes of its readers, and of its trials what a reader may be told. Locked,
 * so that nothing can be added. The caller holds the transaction.
 */
export function insertBlindedStudy(bundle: WritableDB, { study, codes, trials }: BlindedStudy): void {
  insertStudy(bundle, study);
  const insert = bundle.prepare(
    `INSERT INTO trials (id, study_id, round, position, task_id, question, upper_id, lower_id)
     VALUES (@id, @studyId, @round, @position, @taskId, @question, @upperId, @lowerId)`,
  );
  for (const { id, studyId, round, position, taskId, question, upperId, lowerId } of trials)
    insert.run({ id, studyId, round, position, taskId, question, upperId, lowerId });
  const insertCode = bundle.prepare('INSERT INTO reader_codes (study_id, position, code) VALUES (?, ?, ?)');
  codes.forEach((code, position) => insertCode.run(study.id, position, code));
  bundle
    .prepare('UPDATE studies SET locked_at = ?, commitment = ? WHERE id = ?')
    .run(study.lockedAt, study.commitment, study.id);
}
