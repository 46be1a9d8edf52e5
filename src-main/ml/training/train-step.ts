import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { dropout } from '../engine/dropout.ts';
import { onSearchEngine } from '../engine/search-engine.ts';
import { forward, trainingMode, type ForwardMode, type WeightTensors } from '../network/forward.ts';
import type { Graph } from '../network/graph.ts';
import { addHeadGradient, weightsOfHead, type Head } from '../network/heads.ts';
import { parameterTensors, type ParameterLayout } from '../network/parameters.ts';
import type { RandomGenerator } from '../../numeric/random.ts';
import { sumOf } from '../../numeric/sums.ts';
import { worstNearby, type AdversaryOptions } from './adversary.ts';

/** Signals of one length, row after row (ADC units), and their classes. */
export interface TrainingBatch {
  x: Float32Array;
  labels: ClassIndex[];
  /** The probabilities that teachers give each signal, class by class, and their share in the targets. */
  softTargets?: { probabilities: readonly (readonly number[])[]; share: number };
}

/** What is learned in a step. `classCopies`: one number for each class. */
export type LossOptions = Pick<TrainOptions, 'labelSmoothing' | 'classCopies' | 'tradesBeta'> & AdversaryOptions;

export interface StepResult {
  loss: number;
  /** In the layout's order. */
  gradient: Float32Array;
}

/**
 * Mean cross-entropy of a batch with smoothed labels over the heads of a model, and its gradient with respect to
 * every learned weight. Where logits are a mean, each term learns by its own cross-entropy: trained on the mean alone,
 * the towers would not err differently. `randomOf(i)` draws the dropped channels of head i.
 */
export async function lossAndGradient(
  heads: readonly Head[],
  flat: Float32Array,
  batch: TrainingBatch,
  options: LossOptions,
  randomOf: (head: number) => RandomGenerator,
): Promise<StepResult> {
  const results: StepResult[] = [];
  for (const [i, head] of heads.entries())
    results.push(await headLossAndGradient(head, weightsOfHead(head, flat), batch, options, randomOf(i)));
  return meanOfHeads(heads, results, flat.length);
}

/**
 * The step of a whole model of `size` weights from those of all its heads: the mean of their losses, and for each
 * weight the gradient of its own head. Divided by their number it would be small beside the ε of Adam, and a tower
 * would not learn as it does alone.
 */
export function meanOfHeads(heads: readonly Head[], results: readonly StepResult[], size: number): StepResult {
  const gradient = new Float32Array(size);
  heads.forEach((head, i) => addHeadGradient(head, (results[i] as StepResult).gradient, gradient));
  return { loss: sumOf(results, ({ loss }) => loss) / heads.length, gradient };
}

/**
 * The cross-entropy of one head, and its gradient with respect to the head's own weights, in their order. With an
 * adversary it is that of perturbed signals, or with `tradesBeta` that of the signals themselves and β times the
 * divergence of the perturbed ones' probabilities from theirs. Computed on the search engine.
 */
export function headLossAndGradient(
  { graph, layout }: Head,
  own: Float32Array,
  batch: TrainingBatch,
  options: LossOptions,
  random: RandomGenerator,
): Promise<StepResult> {
  const step = (): tf.Tensor[] => {
    const x = signals(batch);
    const targets = targetsOf(batch, options);
    const mode = trainingMode(
      (node, input) => dropout(input, node.rate, node.perChannel, random),
      () => undefined,
    );
    const weightsFrom = (parameters: readonly tf.Tensor[]): WeightTensors =>
      new Map(layout.learned.map(({ name }, i) => [name, parameters[i] as tf.Tensor]));
    const parameters = parameterTensors(layout, own);
    const { adversaryMicrovolts, tradesBeta } = options;
    const perturbed =
      adversaryMicrovolts === 0 ? x : perturb(graph, weightsFrom(parameters), x, targets, options, random);
    const loss = (...given: tf.Tensor[]): tf.Scalar => {
      const weights = weightsFrom(given);
      const logits = forward(graph, weights, perturbed, mode);
      if (adversaryMicrovolts === 0 || tradesBeta === 0) return crossEntropy(targets, logits);
      const plain = forward(graph, weights, x, mode);
      return tf.add(crossEntropy(targets, plain), tf.mul(tradesBeta, divergence(plain, logits)));
    };
    const { value, grads } = tf.valueAndGrads(loss)(parameters);
    return [value, ...grads];
  };
  return onSearchEngine(async () => {
    const tensors = tf.tidy(step);
    const [loss, ...grads] = await Promise.all(tensors.map((tensor) => tensor.data()));
    tf.dispose(tensors);
    const gradient = new Float32Array(layout.size);
    layout.learned.forEach(({ offset }, i) => gradient.set(grads[i] as Float32Array, offset));
    return { loss: loss?.[0] as number, gradient };
  });
}

/** The signals perturbed against these weights: without dropout, so that all steps climb the same hill. */
function perturb(
  graph: Graph,
  weights: WeightTensors,
  x: tf.Tensor2D,
  targets: tf.Tensor2D,
  options: LossOptions,
  random: RandomGenerator,
): tf.Tensor2D {
  const mode = trainingMode(keepAll, () => undefined, true);
  const logitsOf = (signal: tf.Tensor2D): tf.Tensor2D => forward(graph, weights, signal, mode);
  if (options.tradesBeta === 0) return worstNearby(x, (at) => crossEntropy(targets, logitsOf(at)), options, random);
  const plain = logitsOf(x);
  return worstNearby(x, (at) => divergence(plain, logitsOf(at)), options, random);
}

const keepAll: ForwardMode['dropout'] = (_node, x) => x;

/**
 * Batch-norm statistics of given weights, averaged over batches. The statistics gathered during training belong to
 * weights that have since moved; an averaged model needs its own. Yields to the event loop between batches; throws the
 * signal's reason when it is stopped.
 */
export async function measureStatistics(
  graph: Graph,
  layout: ParameterLayout,
  flat: Float32Array,
  batches: Iterable<TrainingBatch>,
  signal?: AbortSignal,
): Promise<Map<string, Float32Array>> {
  const sums = new Map(layout.statistics.map(({ name, shape }) => [name, new Float64Array(shape[0] as number)]));
  const parameters = parameterTensors(layout, flat);
  const weights = new Map(layout.learned.map(({ name }, i) => [name, parameters[i] as tf.Tensor]));
  const addTo = (name: string, tensor: tf.Tensor): void => {
    const sum = sums.get(name) as Float64Array;
    tensor.dataSync().forEach((value, i) => (sum[i] = (sum[i] as number) + value));
  };
  const mode = trainingMode(keepAll, (layer, mean, variance) => {
    addTo(`${layer}/moving_mean`, mean);
    addTo(`${layer}/moving_variance`, variance);
  });
  let count = 0;
  try {
    for (const batch of batches) {
      signal?.throwIfAborted();
      tf.tidy(() => void forward(graph, weights, signals(batch), mode));
      count += 1;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  } finally {
    tf.dispose(parameters);
  }
  return new Map([...sums].map(([name, sum]) => [name, Float32Array.from(sum, (value) => value / count)]));
}

function signals(batch: TrainingBatch): tf.Tensor2D {
  return tf.tensor2d(batch.x, [batch.labels.length, batch.x.length / batch.labels.length]);
}

/** The target of each signal: its label, smoothed over all classes, mixed with its teachers' probabilities. */
function targetsOf({ labels, softTargets }: TrainingBatch, options: LossOptions): tf.Tensor2D {
  const { labelSmoothing: smoothing } = options;
  const classes = options.classCopies.length;
  const targets = new Float32Array(labels.length * classes).fill(smoothing / classes);
  labels.forEach((label, i) => (targets[i * classes + label] = 1 - smoothing + smoothing / classes));
  if (softTargets) {
    const { probabilities, share } = softTargets;
    probabilities.flat().forEach((p, i) => (targets[i] = (1 - share) * (targets[i] as number) + share * p));
  }
  return tf.tensor2d(targets, [labels.length, classes]);
}

function crossEntropy(targets: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));
}

/** Mean Kullback-Leibler divergence of the probabilities that the second logits give from those of the first. */
function divergence(first: tf.Tensor2D, second: tf.Tensor2D): tf.Scalar {
  const logs = tf.logSoftmax(first);
  return tf.mean(tf.sum(tf.mul(tf.exp(logs), tf.sub(logs, tf.logSoftmax(second))), 1));
}
