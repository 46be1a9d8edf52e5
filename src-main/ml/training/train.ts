import * as tf from '@tensorflow/tfjs-core';
import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { EpochRecord } from '../../../src-shared/models/epoch.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { adamStep, oneCycleRate } from './adamw.ts';
import { openEngine } from '../engine/engine.ts';
import { attackedLogits } from './adversary.ts';
import { checkMemory } from './training-memory.ts';
import {
  plainBatches,
  STATISTICS_BATCHES,
  stepsPerEpoch,
  trainingBatches,
  type LabelledSignal,
} from './epoch-batches.ts';
import { evaluationMode, forward } from '../network/forward.ts';
import { parseGraph, type Graph } from '../network/graph.ts';
import { learningHeads } from '../network/heads.ts';
import { localLearner, type Learner } from './learner.ts';
import { scorePredictions, type Scores } from '../scores/metrics.ts';
import { selectionScore } from '../scores/selection-score.ts';
import type { ModelData } from '../files/model-files.ts';
import { layoutOf, unflatten, weightTensors, type ParameterLayout } from '../network/parameters.ts';
import { predictRecords } from '../network/predict.ts';
import { argmax } from '../../numeric/argmax.ts';
import { generatorFor } from '../../numeric/random.ts';
import { classOf } from '../../numeric/logits.ts';
import { initialModel } from './start-from.ts';
import { newState, readState, writeState, type TrainState } from './train-state.ts';
import { measureStatistics, type TrainingBatch } from './train-step.ts';

export interface TrainingData {
  train: readonly LabelledSignal[];
  /** Chooses the epoch that is kept; a part of the training split, never test records. */
  validation: readonly LabelledSignal[];
  /** What the labels are positions in; `classCopies` of the options has a number for each. */
  classes?: ClassList | undefined;
}

export interface TrainProgress {
  /** Finished epochs, and all epochs. */
  epoch: number;
  epochs: number;
  /** Finished steps of the current epoch, and all its steps. */
  step: number;
  steps: number;
  /** Mean over the current epoch. */
  loss: number;
  /** Scores of the averaged weights, once an epoch ends; `attacked`: under the perturbation that is trained against. */
  validation?: Pick<EpochRecord, 'meanF1' | 'accuracy' | 'attacked'>;
  secondsLeft: number;
}

export interface TrainHooks {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: TrainProgress) => void) | undefined;
  /** Folder for the checkpoint after each epoch; without it a stopped training cannot be resumed. */
  checkpointFolder?: string | undefined;
  /** Continues from the folder's checkpoint; options and data must be the same. */
  resume?: boolean | undefined;
  /** What does the work of each step; this process if left out. */
  openLearner?: ((initial: ModelData, options: TrainOptions) => Promise<Learner>) | undefined;
  /** The model to start from instead of the one that the options name (tests, other architectures). */
  initial?: ModelData | undefined;
}

export interface TrainResult {
  /** The averaged weights of the best epoch. */
  model: ModelData;
  bestEpoch: number;
  validation: Scores | undefined;
  history: EpochRecord[];
  /** False if it was stopped from outside before its last epoch. */
  finished: boolean;
  seconds: number;
}

/**
 * Trains a model. What is evaluated and kept is a moving average of the weights with batch-norm statistics of its own;
 * the epoch with the best mean of validation F1 and accuracy wins. Stopping by the signal ends cleanly with the best so
 * far. A resumed training continues with the same numbers as an uninterrupted one, on the same engine.
 */
export async function train(options: TrainOptions, data: TrainingData, hooks: TrainHooks = {}): Promise<TrainResult> {
  await openEngine();
  if (data.train.length === 0) throw new AppError('bad-input', 'There are no records to train on.');
  const initial = hooks.initial ?? initialModel(options);
  const graph = parseGraph(initial.topology);
  checkMemory(graph, initial, options);
  const layout = layoutOf(initial.weights);
  const { checkpointFolder } = hooks;
  if (hooks.resume === true && checkpointFolder === undefined) {
    throw new AppError('bad-input', 'To resume, name the folder of the checkpoint.');
  }
  const identity = { options, records: [data.train.length, data.validation.length] as [number, number] };
  const state =
    hooks.resume === true && checkpointFolder !== undefined
      ? await readState(checkpointFolder, identity, initial)
      : newState(initial, layout);
  const started = performance.now() - state.seconds * 1000;
  const elapsed = (): number => (performance.now() - started) / 1000;
  const steps = stepsPerEpoch(data.train, options);
  const heads = learningHeads(graph, initial.weights);
  const learner = (await hooks.openLearner?.(initial, options)) ?? localLearner(heads, options);

  while (!isOver(state, options) && hooks.signal?.aborted !== true) {
    const before = elapsed();
    const report = (step: number, loss: number): void => {
      const part = (elapsed() - before) / Math.max(1, step);
      const secondsLeft = part * (steps - step + steps * (options.epochs - state.epoch - 1));
      hooks.onProgress?.({ epoch: state.epoch, epochs: options.epochs, step, steps, loss, secondsLeft });
    };
    const loss = await runEpoch(learner, heads.length, layout, options, data, state, hooks.signal, report);
    if (loss === undefined) break;
    // The very first epoch is scored even if a stop has come: without a score there is nothing to keep.
    const stop = state.best === undefined ? undefined : hooks.signal;
    const judged = await unlessStopped(stop, () => judge(graph, layout, initial, options, data, state, stop));
    if (judged === undefined) break;
    const { model, scores, attacked } = judged;
    state.epoch += 1;
    state.seconds = elapsed();
    const learningRate = oneCycleRate(options.learningRate, state.epoch * steps, options.epochs * steps);
    const { meanF1, accuracy } = scores;
    const validation = { meanF1, accuracy, ...(attacked ? { attacked } : {}) };
    state.history.push({ epoch: state.epoch, loss, learningRate, ...validation, seconds: state.seconds - before });
    if (state.best === undefined || selectionScore(validation) >= bestSelectionScore(state)) {
      state.best = { epoch: state.epoch, scores, model };
    }
    if (checkpointFolder !== undefined) await writeState(checkpointFolder, identity, state);
    hooks.onProgress?.({
      epoch: state.epoch,
      epochs: options.epochs,
      step: steps,
      steps,
      loss,
      validation,
      secondsLeft: isOver(state, options) ? 0 : (state.seconds - before) * (options.epochs - state.epoch),
    });
  }

  if (state.best === undefined) throw new AppError('cancelled', 'Stopped before the first epoch was finished.');
  return {
    model: state.best.model,
    bestEpoch: state.best.epoch,
    validation: state.best.scores,
    history: state.history,
    finished: isOver(state, options),
    seconds: elapsed(),
  };
}

/** The selection score of the epoch that is kept so far. */
function bestSelectionScore({ best, history }: TrainState): number {
  const kept = history.find(({ epoch }) => epoch === best?.epoch);
  return kept === undefined ? Number.NEGATIVE_INFINITY : selectionScore(kept);
}

/** After the last epoch, or after `patience` epochs without a better one. */
function isOver({ epoch, history }: TrainState, { epochs, patience }: TrainOptions): boolean {
  if (epoch >= epochs || patience === 0 || epoch === 0) return epoch >= epochs;
  // The first of equally good ones: as good as before is not better.
  return epoch - (argmax(history.map(selectionScore)) + 1) >= patience;
}

/** Mean loss of the epoch, or undefined if it was stopped midway (the epoch then does not count). */
async function runEpoch(
  learner: Learner,
  heads: number,
  layout: ParameterLayout,
  options: TrainOptions,
  data: TrainingData,
  state: TrainState,
  signal: AbortSignal | undefined,
  report: (step: number, loss: number) => void,
): Promise<number | undefined> {
  const steps = stepsPerEpoch(data.train, options);
  let sum = 0;
  let step = 0;
  const batchesOf = Array.from({ length: heads }, (_, head) => trainingBatches(data.train, options, state.epoch, head));
  while (step < steps) {
    const batches = batchesOf.map((one) => one.next().value as TrainingBatch);
    const { loss, gradient } = await learner.step(state.weights, batches, { epoch: state.epoch, step });
    if (!Number.isFinite(loss)) {
      throw new AppError('bad-input', `The loss became ${loss} in epoch ${state.epoch + 1}; lower the learning rate.`);
    }
    const learningRate = oneCycleRate(options.learningRate, state.adam.step, steps * options.epochs);
    adamStep(state.weights, gradient, layout.decays, state.adam, {
      learningRate,
      weightDecay: options.weightDecay,
      beta1: 0.9,
      beta2: 0.999,
    });
    moveAverage(state.average, state.weights, Math.min(options.averageDecay, state.adam.step / (state.adam.step + 9)));
    sum += loss;
    step += 1;
    report(step, sum / step);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal?.aborted === true && step < steps) return undefined;
  }
  return sum / step;
}

function moveAverage(average: Float32Array, weights: Float32Array, decay: number): void {
  for (let i = 0; i < average.length; i += 1) {
    const a = average[i] as number;
    average[i] = a + (1 - decay) * ((weights[i] as number) - a);
  }
}

/** The result of the work, or undefined if it ended because it was stopped. */
async function unlessStopped<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

/** The averaged weights as a model with its own statistics, and its validation scores, attacked too where it was trained for that. */
async function judge(
  graph: Graph,
  layout: ParameterLayout,
  initial: ModelData,
  options: TrainOptions,
  data: TrainingData,
  state: TrainState,
  signal: AbortSignal | undefined,
): Promise<{ model: ModelData; scores: Scores; attacked?: { meanF1: number; accuracy: number } }> {
  const batches = Math.min(STATISTICS_BATCHES, Math.ceil(data.train.length / options.batchSize));
  const plain = plainBatches(data.train, options, batches);
  const statistics = await measureStatistics(graph, layout, state.average, plain, signal);
  const model = unflatten(initial, layout, state.average, statistics);
  const weights = weightTensors(model.weights);
  const samples = data.validation.map((record) => record.samples);
  const labels = data.validation.map(({ label }) => label);
  const logitsOf = (x: tf.Tensor2D): tf.Tensor2D => forward(graph, weights, x, evaluationMode);
  try {
    const plain = (await predictRecords(logitsOf, samples, { signal })).map(classOf);
    const scores = scorePredictions(labels, plain, data.classes);
    if (options.adversaryMicrovolts === 0) return { model, scores };
    const random = generatorFor(options.seed, 7, state.epoch);
    const perturbed = (
      await predictRecords((x) => attackedLogits(logitsOf, x, options, random), samples, { signal })
    ).map(classOf);
    // A perturbation does not make right what was wrong without it.
    const worst = plain.map((found, i) => (found === labels[i] ? (perturbed[i] as ClassIndex) : found));
    const { meanF1, accuracy } = scorePredictions(labels, worst, data.classes);
    return { model, scores, attacked: { meanF1, accuracy } };
  } finally {
    tf.dispose([...weights.values()]);
  }
}
