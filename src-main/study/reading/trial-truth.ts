import { questionOf, type TrialTruth } from '../../../src-shared/questions/index.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';

/** What determines the right answer to a designed trial. `isFoil`: its tracings are of two records. */
export function truthOf({ question, realSide }: Pick<Trial, 'question' | 'realSide'>, isFoil = false): TrialTruth {
  // Tracings of one record are of one class; two records are shown together because they are not.
  return questionOf(question).truthOf({ realSide, sameClass: !isFoil });
}
