import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { ClueRow } from '../../../src-shared/study/clue-fields.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getTrial } from '../../db/studies/trials.ts';
import { summariseClues, type Mark } from '../../statistics/summaries/summarise-clues.ts';
import { perturbationOf } from './presented-pair.ts';

/**
 * What readers marked, over the perturbation: marks in pairs that an attack made of one record, since only these have a δ.
 * `responses`: those that hold. Yields after each pair. Throws AppError 'damaged' for a pair that is lost.
 */
export function clueSpans(
  db: ReadableDB,
  studyId: string,
  responses: readonly ResultRow[],
): Generator<void, ClueRow[]> {
  const trialOf = new Map<string, string>();
  const marks = responses.flatMap((row): Mark[] => {
    const { clue_side, clue_from_s, clue_to_s, attack, other_record, task, question, arm, virtual } = row;
    if (clue_side === null || clue_from_s === null || clue_to_s === null) return [];
    if (attack === null || other_record !== null) return [];
    trialOf.set(row.pair_id, row.trial_id);
    const onChanged = clue_side !== row.real_side;
    return [{ task, question, arm, virtual, pairId: row.pair_id, onChanged, fromS: clue_from_s, toS: clue_to_s }];
  });
  return summariseClues(marks, (pairId) => {
    const trial = getTrial(db, studyId, trialOf.get(pairId) ?? pairId);
    const perturbation = trial && perturbationOf(db, trial);
    if (perturbation) return perturbation;
    throw new AppError(
      'damaged',
      `Pair ${pairId} of this study has lost its tracings. Restore the workspace from a backup.`,
    );
  });
}
