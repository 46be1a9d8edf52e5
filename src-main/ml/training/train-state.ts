import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { EpochRecord } from '../../../src-shared/models/epoch.ts';
import { givenTrainOptionsSchema, type TrainOptions } from '../../../src-shared/models/train-options.ts';
import { newAdamState, type AdamState } from './adamw.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Scores } from '../scores/metrics.ts';
import type { ModelData } from '../files/model-files.ts';
import { flatten, layoutOf, type ParameterLayout } from '../network/parameters.ts';

/** A training between two epochs. */
export interface TrainState {
  /** Finished epochs. */
  epoch: number;
  weights: Float32Array;
  average: Float32Array;
  adam: AdamState;
  best: { epoch: number; scores: Scores; model: ModelData } | undefined;
  history: EpochRecord[];
  seconds: number;
}

/** What must be the same for a training to continue as if it had not been stopped. */
export interface TrainIdentity {
  options: TrainOptions;
  /** Training and validation records. */
  records: [train: number, validation: number];
}

export function newState(initial: ModelData, layout: ParameterLayout): TrainState {
  const weights = flatten(layout, initial.weights);
  const adam = newAdamState(layout.size);
  return { epoch: 0, weights, average: weights.slice(), adam, best: undefined, history: [], seconds: 0 };
}

export async function writeState(folder: string, identity: TrainIdentity, state: TrainState): Promise<void> {
  const { epoch, weights, average, adam, best, history, seconds } = state;
  const bestArrays = (best?.model.weights ?? []).map(({ name, values }) => [`best:${name}`, values] as const);
  await writeCheckpoint(folder, {
    state: {
      ...identity,
      epoch,
      step: adam.step,
      history,
      seconds,
      best: best && { epoch: best.epoch, scores: best.scores },
    },
    arrays: { weights, average, mean: adam.mean, square: adam.square, ...Object.fromEntries(bestArrays) },
  });
}

/** The state in a folder; AppError 'conflict' if it belongs to another training, 'not-found', 'damaged'. */
export async function readState(folder: string, identity: TrainIdentity, initial: ModelData): Promise<TrainState> {
  const { state, arrays } = await readCheckpoint(folder);
  // A checkpoint of an earlier version lacks newer options: it was trained with their defaults.
  const stored = { options: givenTrainOptionsSchema.safeParse(state['options']).data, records: state['records'] };
  const given = { options: givenTrainOptionsSchema.parse(identity.options), records: identity.records };
  for (const what of ['options', 'records'] as const) {
    if (JSON.stringify(stored[what]) === JSON.stringify(given[what])) continue;
    throw new AppError('conflict', `The training in '${folder}' has different ${what}. Resume it with the same ones.`, {
      stored: state[what],
    });
  }
  const best = state['best'] as { epoch: number; scores: Scores } | undefined;
  if (arrays['weights']?.length !== layoutOf(initial.weights).size) {
    throw new AppError(
      'conflict',
      `The training in '${folder}' is of a different network from the one that ${given.options.model} is now. Start a new one.`,
    );
  }
  const array = (name: string): Float32Array => {
    const found = arrays[name];
    if (found === undefined) throw new AppError('damaged', `The checkpoint in '${folder}' lacks '${name}'.`);
    return found;
  };
  const bestModel = (): ModelData => ({
    topology: initial.topology,
    weights: initial.weights.map(({ name, shape }) => ({ name, shape, values: array(`best:${name}`) })),
  });
  return {
    epoch: state['epoch'] as number,
    weights: array('weights'),
    average: array('average'),
    adam: { step: state['step'] as number, mean: array('mean'), square: array('square') },
    best: best && { ...best, model: bestModel() },
    history: state['history'] as EpochRecord[],
    seconds: state['seconds'] as number,
  };
}
