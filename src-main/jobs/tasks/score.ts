import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Metrics } from '../../../src-shared/models/scores.ts';
import { describeScores } from '../../ml/scores/describe-scores.ts';
import type { TaskContext } from './context.ts';

export interface ScoreInput {
  truth: ClassIndex[];
  /** Of each class of the model, for each record in the order of the truth. */
  probabilities: number[][];
  /** Those of the model. */
  classes: ClassList;
}

/** Scores a model whose workers have classified all records. The intervals depend on the records' order. */
export function scoreTask({ truth, probabilities, classes }: ScoreInput, { progress }: TaskContext): Promise<Metrics> {
  progress({ done: 0, total: truth.length, unit: 'records', message: `Scoring ${truth.length} records` });
  return Promise.resolve(describeScores(truth, probabilities, classes));
}
