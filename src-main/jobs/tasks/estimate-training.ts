import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { estimateTraining, type TrainingEstimate } from '../../ml/training/estimate-training.ts';

export interface EstimateTrainingInput {
  options: TrainOptions;
  /** Classes of the training records. */
  labels: ClassIndex[];
  validationRecords: number;
  /** How many processes will share the model's towers. */
  processes: number;
}

export type EstimateTrainingOutput = TrainingEstimate;

/** Times a step of a training and estimates how long the whole will take. */
export function estimateTrainingTask(input: EstimateTrainingInput): Promise<EstimateTrainingOutput> {
  return estimateTraining(input.options, input.labels, input.validationRecords, input.processes);
}
