import type { GivenTrainOptions } from '../../../src-shared/models/train-options.ts';

/** A way of training the small network `tiny`: the usual one, and the same with something changed. */
export interface Cause {
  id: string;
  /** What is changed, for a table. */
  title: string;
  /** In place of the usual options of `tiny`. */
  changes: GivenTrainOptions;
  /** Epochs, as a multiple of those of the usual one. */
  longer?: number;
}

/** Everything at once that the paper's code did otherwise: none of what keeps a network from overfitting. */
const PLAIN: GivenTrainOptions = { augment: false, labelSmoothing: 0, averageDecay: 0, weightDecay: 0 };

/** What the paper's higher rates may come from, each tried by itself and all together. */
export const CAUSES: readonly Cause[] = [
  { id: 'usual', title: 'As usual', changes: {} },
  { id: 'usual-2', title: 'Another seed', changes: { seed: 2 } },
  { id: 'no-augment', title: 'No augmentation', changes: { augment: false } },
  { id: 'no-smoothing', title: 'No label smoothing', changes: { labelSmoothing: 0 } },
  { id: 'no-average', title: 'No averaging of weights', changes: { averageDecay: 0 } },
  { id: 'no-decay', title: 'No weight decay', changes: { weightDecay: 0 } },
  { id: 'rate', title: 'A quarter of the learning rate', changes: { learningRate: 0.001 } },
  { id: 'plain', title: 'None of the four', changes: PLAIN },
  { id: 'plain-long', title: 'None of the four, three times as long', changes: PLAIN, longer: 3 },
];
