import { questionOf, type TrialTruth } from '../../../src-shared/questions/index.ts';
import type { Trial } from '../design/design-trials.ts';

/** What determines the right answer to a designed trial. */
export function truthOf(trial: Pick<Trial, 'question' | 'realSide'>): TrialTruth {
  return questionOf(trial.question).truthOf(trial);
}
