import type { Trial } from '../design/design-trials.ts';
import type { TrialTruth } from './judge-response.ts';

/** Both tracings of a pair are of one record, so they are of the same class. */
export function truthOf(trial: Pick<Trial, 'question' | 'realSide'>): TrialTruth {
  return trial.question === 'which-is-real'
    ? { question: trial.question, realSide: trial.realSide }
    : { question: trial.question, sameClass: true };
}
