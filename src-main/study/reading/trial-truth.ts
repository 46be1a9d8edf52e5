import { questionOf, type TrialTruth } from '../../../src-shared/questions/index.ts';
import type { Trial } from '../design/design-trials.ts';

/** What the right answer to a designed trial is made from. */
export function truthOf(trial: Pick<Trial, 'question' | 'realSide'>): TrialTruth {
  return questionOf(trial.question).truthOf(trial);
}
