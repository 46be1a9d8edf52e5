import type { TrialView } from '../../../src-shared/contract/reading.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { countTrials, type ShownTrial } from '../../db/studies/trials.ts';
import type { PreparedPairs } from './prepared-pairs.ts';

/** The pair as the reader may see it: both tracings alike in type, grid, length and form, and no finer than seen. */
export function trialView(
  db: WritableDB,
  pairs: PreparedPairs,
  study: StudyRow,
  trial: ShownTrial,
  amends: boolean,
): TrialView {
  const { samplingHz, stepsPerMv, tracings } = pairs.take(db, study, trial);
  const { options, display, tasks } = study.protocol;
  return {
    trialId: trial.id,
    number: trial.position + 1,
    total: countTrials(db, study.id),
    question: trial.question,
    instructions: tasks.find(({ id }) => id === trial.taskId)?.instructions ?? null,
    samplingHz,
    stepsPerMv,
    paperSpeedMmPerS: options.paperSpeedMmPerS,
    gainMmPerMv: options.gainMmPerMv,
    display,
    amends,
    tracings: tracings.map((samples, at) => ({ id: at === 0 ? trial.upperId : trial.lowerId, samples })),
  };
}
