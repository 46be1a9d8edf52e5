import { CINC_2017_CLASSES, sameClasses, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { modelSize } from '../network/model-size.ts';
import { parseGraph } from '../network/graph.ts';
import type { TrainResult } from './train.ts';

/** What a training knows about itself besides its result. */
export interface TrainingFacts {
  options: TrainOptions;
  classes: ClassList;
  dataset: NonNullable<ModelCard['data']>;
  teachers: NonNullable<ModelCard['teachers']>;
  startedFrom?: ModelCard['startedFrom'];
  train: readonly { label: ClassIndex }[];
  validation: readonly unknown[];
  /** Hash of the training recordings, by `hashRecordings`. */
  trainSha256: string;
  /** Records of the two splits that were not used. */
  leftOut: LeftOut;
  /** The engine that computed it, e.g. 'TensorFlow 2.21.0'. */
  engine: string;
  programVersion: string;
}

/** 30 s at 300 Hz. */
const SAMPLES = 9000;

/** The card of a model that has just been trained and whose kernels are stored in half precision. */
export function trainedCard(facts: TrainingFacts, result: TrainResult): ModelCard {
  const { options, classes, dataset, teachers, train, validation, trainSha256, leftOut, engine, programVersion } =
    facts;
  const { model, history, bestEpoch, finished, seconds } = result;
  const { parameters, gigaMacs } = modelSize(parseGraph(model.topology), model.weights, SAMPLES);
  return {
    architecture: options.model,
    ...(sameClasses(classes, CINC_2017_CLASSES) ? {} : { classes: [...classes] }),
    data: dataset,
    records: {
      train: train.length,
      validation: validation.length,
      trainClasses: Object.fromEntries(
        classes.map(({ code }, index) => [code, train.filter(({ label }) => label === index).length]),
      ),
      trainSha256,
      ...(leftOut.length === 0 ? {} : { leftOut: leftOut.length }),
    },
    options,
    ...(teachers.length === 0 ? {} : { teachers }),
    ...(facts.startedFrom === undefined ? {} : { startedFrom: facts.startedFrom }),
    engine,
    madeBy: `Equipoise ${programVersion}`,
    seconds,
    epochs: history.length,
    bestEpoch,
    finished,
    selection: `best mean of validation F1 and accuracy over the epochs${
      options.adversaryMicrovolts === 0 ? '' : `, under perturbations of at most ${options.adversaryMicrovolts} µV`
    }`,
    parameters,
    gigaMacsAt9000Samples: Number(gigaMacs.toFixed(3)),
    weights: 'kernels in half precision, the rest in single',
    validation: result.validation,
    history,
  };
}
