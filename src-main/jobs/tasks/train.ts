import { mkdir } from 'node:fs/promises';
import type { ClassList } from '../../../src-shared/class-list.ts';
import type { EpochRecord } from '../../../src-shared/models/epoch.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { versionWithGpu } from '../../ml/engine/search-engine.ts';
import { writeCard } from '../../ml/files/card-file.ts';
import { saveModel } from '../../ml/files/save-model.ts';
import { train, type TrainProgress } from '../../ml/training/train.ts';
import { startFrom } from '../../ml/training/start-from.ts';
import { trainedCard } from '../../ml/training/trained-card.ts';
import { openSharedLearner, type SharedLearner } from './training/shared-learner.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import type { TaskContext } from './context.ts';
import { decimal } from '../../../src-shared/format/number.ts';

export interface TrainInput {
  /** Records of the splits train and validation. */
  packPath: string;
  /** Where the model goes: model.json, weights.bin and card.json. */
  outFolder: string;
  /** Written after each epoch, read on resume. */
  checkpointFolder: string;
  resume: boolean;
  options: TrainOptions;
  /** Those of the dataset. */
  classes: ClassList;
  /** The models that teach, for the card, and their probabilities for each record of the pack. */
  teachers: NonNullable<ModelCard['teachers']>;
  softTargets?: number[][] | undefined;
  /** The model whose weights it starts from, for the card, and its folder unless the training resumes. */
  start?: { folder: string | undefined; startedFrom: { name: string; sha256: string } } | undefined;
  /** At most this many processes share the towers of the model. */
  processes: number;
  dataset: NonNullable<ModelCard['data']>;
  /** Of the recordings of the train split, by `hashRecordings`. */
  trainSha256: string;
  programVersion: string;
  /** Records that were left out of both splits. */
  leftOut: LeftOut;
}

export interface TrainOutput {
  history: EpochRecord[];
  bestEpoch: number;
  /** True if it was stopped before the last epoch; the model is the best so far. */
  stopped: boolean;
  seconds: number;
}

/** Trains on the pack's train split, chooses the epoch by its validation split, and writes the model with its card. */
export async function trainTask(input: TrainInput, context: TaskContext): Promise<TrainOutput> {
  const { signal, progress } = context;
  const { packPath, outFolder, checkpointFolder, options } = input;
  const engine = await versionWithGpu();
  const all = [...readRecordPack(packPath)].map((record, i) => {
    const softTarget = input.softTargets?.[i];
    return { ...record, ...(softTarget ? { softTarget } : {}) };
  });
  const data = {
    train: all.filter(({ split }) => split === 'train'),
    validation: all.filter(({ split }) => split === 'validation'),
    classes: input.classes,
  };
  let learner: SharedLearner | undefined;
  const result = await train(options, data, {
    signal,
    openLearner: async (initial) =>
      (learner = await openSharedLearner(initial, options, input.processes, context.workerPath)),
    checkpointFolder,
    initial:
      input.start?.folder === undefined
        ? undefined
        : startFrom(input.start.folder, input.start.startedFrom.name, options),
    resume: input.resume,
    onProgress: (now) =>
      progress({
        done: now.epoch + (now.validation ? 0 : now.step / now.steps),
        total: now.epochs,
        unit: 'epochs',
        message: message(now),
        secondsLeft: now.secondsLeft,
      }),
  }).finally(() => learner?.close());
  const { model, history, bestEpoch, finished, seconds } = result;
  await mkdir(outFolder, { recursive: true });
  // Half-precision kernels change logits in the third digit and halve the file size, as in the bundled model.
  await saveModel(outFolder, model, { float16: true });
  writeCard(outFolder, trainedCard({ ...input, ...input.start, ...data, engine }, result));
  return { history, bestEpoch, stopped: !finished, seconds };
}

function message({ epoch, epochs, step, steps, loss, validation }: TrainProgress): string {
  if (validation) {
    const { meanF1, accuracy, attacked } = validation;
    const perturbed = attacked && `; perturbed ${decimal(attacked.meanF1, 3)} and ${decimal(attacked.accuracy, 3)}`;
    return `Epoch ${epoch} of ${epochs}: loss ${decimal(loss, 3)}, validation F1 ${decimal(meanF1, 3)}, accuracy ${decimal(accuracy, 3)}${perturbed ?? ''}`;
  }
  return `Epoch ${epoch + 1} of ${epochs}, step ${step} of ${steps}: loss ${decimal(loss, 3)}`;
}
