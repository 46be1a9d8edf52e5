import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { lossOf, normOf, optionOf, targetOf } from '../../../src-shared/attacks/options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { throughDevices } from './expectation.ts';
import { validMask, type AttackBatch } from './batch.ts';
import { makeGoal } from './goal.ts';
import { inputGradient, type InputGradient } from './gradient.ts';
import { DLR_CLASSES } from './logit-losses.ts';
import { signedLoss, type LossName } from './loss.ts';
import { quantise } from './quantise.ts';
import { randomStart } from './random-start.ts';
import { rankedClasses } from './ranked-classes.ts';
import { rowsOf } from './rows-of.ts';

/** Of records whose rate nobody said: that of CinC 2017. */
const USUAL_HZ = 300;
/** More than any attack asks for: each restart draws devices of its own. */
const GRADIENTS_PER_START = 100_000;

/** What an attack can ask of the batch that it attacks. δ is (batch, samples) in ADC units throughout. */
export interface Problem {
  readonly shape: [batch: number, samples: number];
  /** δ₀: 0, or what the options and this restart draw for each record. */
  start(): tf.Tensor2D;
  /** ∇_δ of the attack's loss at x + δ; 0 where δ may not act. */
  gradient(delta: tf.Tensor2D): tf.Tensor2D;
  /** The same with the logits at x + δ. */
  gradientAndLogits(delta: tf.Tensor2D): InputGradient;
  /** v with zeros where δ may not act while it is sought (the padding, if `masked`). */
  restrict(v: tf.Tensor2D): tf.Tensor2D;
  /** δ as it would be stored within an L∞ budget: whole units, 0 in the padding. */
  stored(delta: tf.Tensor2D): tf.Tensor2D;
  /** (batch, classes) at x + δ. */
  logits(delta: tf.Tensor2D): tf.Tensor2D;
  /** (batch, 1): how far the logits are beyond the decision aimed for; above 0 where the goal is reached. */
  advantage(logits: tf.Tensor2D): tf.Tensor2D;
  /** ±ℓ of each record at logits, (batch, 1): what the attack increases. */
  signedLoss(logits: tf.Tensor2D): tf.Tensor2D;
}

/** A batch on the engine: its signals, goals and padding as tensors, uploaded once. */
export interface OpenProblem extends Problem {
  /** x′ = x + M·δ: in either padding mode, what is left of δ in the padding is removed here. */
  example(delta: tf.Tensor2D): tf.Tensor2D;
  /** δ as it would be stored within the budget, whatever its norm; the caller disposes of it. */
  asStored(delta: tf.Tensor2D): Promise<tf.Tensor2D>;
  /** Per record, how often its gradient was all 0 short of the goal; AppError 'damaged' if one was not a number. */
  zeroGradientSteps(): Promise<number[]>;
  dispose(): void;
}

/** Where an attack begins and what it aims at. */
export interface Start {
  /** Counts from 0 and determines what is drawn for a random start. */
  restart: number;
  /** Records without a target are led to their class of this rank among the others at x, from 1; away if left out. */
  rank?: number | undefined;
}

export async function openProblem(
  classifier: Classifier,
  batch: AttackBatch,
  options: AttackOptions,
  { restart, rank }: Start = { restart: 0 },
): Promise<OpenProblem> {
  const { epsilonUnits } = options;
  const loss = lossOf(options);
  const shape: [number, number] = [batch.x.length, batch.x[0]!.length];
  const targets = batch.targets ?? Array.from(batch.labels, (label) => targetOf(options, label));
  const x = tf.tensor2d(joined(batch.x), shape);
  const ranked = rank === undefined ? undefined : await rankedClasses(classifier, x, batch.labels, rank);
  const aims = Array.from(targets, (target, i) => target ?? ranked?.[i] ?? null);
  checkLoss(loss, classifier.classCount, aims);
  // What the loss leads to; what counts as reached is what was asked for.
  const goal = makeGoal(batch.labels, aims, classifier.classCount);
  const wanted = makeGoal(batch.labels, targets, classifier.classCount);
  const maskValues = validMask(batch);
  const valid = maskValues && tf.tensor2d(maskValues, shape);
  const zeroSteps = tf.tidy(() => tf.variable(tf.zeros([shape[0]]), false));
  const onValid = (v: tf.Tensor2D): tf.Tensor2D => (valid === undefined ? v : tf.mul(v, valid));
  const restrict = options.padding === 'masked' ? onValid : (v: tf.Tensor2D): tf.Tensor2D => v;
  const example = (delta: tf.Tensor2D): tf.Tensor2D => tf.add(x, onValid(delta));
  const advantage: Problem['advantage'] = (logits) => signedLoss(logits, wanted, 'margin');
  const stored: Problem['stored'] = (delta) => {
    const bound = Math.floor(epsilonUnits);
    // From the rounded sum, as when the signal is stored.
    const change: tf.Tensor2D = tf.floor(tf.add(tf.sub(example(delta), x), 0.5));
    return tf.clipByValue(change, -bound, bound);
  };
  let asked = restart * GRADIENTS_PER_START;
  const gradientAndLogits: Problem['gradientAndLogits'] = (delta) => {
    const gradientAt = (signals: tf.Tensor2D): InputGradient => inputGradient(classifier, signals, goal, loss);
    const signals: tf.Tensor2D = tf.add(x, delta);
    const { gradient, logits } =
      optionOf(options, 'survives') === 'device'
        ? throughDevices(signals, gradientAt, {
            ...{ x: batch.x, seed: options.seed, draws: optionOf(options, 'deviceDraws') ?? 1 },
            ...{ samplingHz: batch.samplingHz ?? USUAL_HZ, asked: asked++ },
          })
        : gradientAt(signals);
    const usable = restrict(gradient);
    const size = tf.sum(tf.abs(usable), 1);
    // Beyond its goal a record may have no gradient left: the DLR loss saturates at 1 there.
    const isStuck = tf.logicalAnd(tf.equal(size, 0), tf.lessEqual(tf.reshape(advantage(logits), [shape[0]]), 0));
    // size · 0 is 0, or NaN for good where a gradient was not finite.
    zeroSteps.assign(tf.add(zeroSteps, tf.add(tf.cast(isStuck, 'float32'), tf.mul(size, 0))));
    return { gradient: usable, logits };
  };

  return {
    shape,
    start: () =>
      'randomStart' in options && options.randomStart
        ? tf.tensor2d(randomStart(batch, options, restart), shape)
        : tf.zeros(shape),
    restrict,
    gradientAndLogits,
    gradient: (delta) => gradientAndLogits(delta).gradient,
    example,
    stored,
    async asStored(delta) {
      if (normOf(options) !== 'l2') return tf.tidy(() => stored(delta));
      const signals = (await rowsOf(tf.tidy(() => example(delta)))).map((signal, i) =>
        quantise(Int16Array.from(batch.x[i]!), signal, options, batch.valid?.[i]),
      );
      return tf.tidy(() => tf.sub(tf.tensor2d(joined(signals), shape), x));
    },
    logits: (delta) => classifier.logits(tf.add(x, delta)),
    advantage,
    signedLoss: (logits) => signedLoss(logits, goal, loss),
    async zeroGradientSteps() {
      const counts = Array.from(await zeroSteps.data());
      const at = counts.findIndex(Number.isNaN);
      if (at < 0) return counts;
      throw new AppError(
        'damaged',
        `The classifier's gradient at record ${at} of the batch is not a number. Is the model damaged?`,
      );
    },
    dispose: () =>
      tf.dispose([x, ...Object.values(goal), ...Object.values(wanted), zeroSteps, ...(valid ? [valid] : [])]),
  };
}

function checkLoss(loss: LossName, classCount: number, aims: readonly (ClassIndex | null)[]): void {
  if (loss !== 'dlr') return;
  const [kind, least] = aims.some((aim) => aim !== null)
    ? (['targeted DLR loss', DLR_CLASSES.targeted] as const)
    : (['DLR loss', DLR_CLASSES.untargeted] as const);
  if (classCount >= least) return;
  throw new AppError(
    'bad-input',
    `The ${kind} needs ${least} classes; this model has ${classCount}. Take the margin of the logits: --loss margin.`,
  );
}

/** A fresh buffer for every upload: engines read it lazily, and a reused one would change the last batch. */
function joined(signals: readonly (Float32Array | Int16Array)[]): Float32Array {
  const samples = signals[0]!.length;
  const all = new Float32Array(signals.length * samples);
  signals.forEach((signal, i) => all.set(signal, i * samples));
  return all;
}
