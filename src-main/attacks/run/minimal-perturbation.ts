import { setImmediate as otherWork } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { withOptions } from '../../../src-shared/attacks/options.ts';
import { isFooled } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import { sumOf } from '../../numeric/sums.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import { loadAttack } from './load-attack.ts';
import { openProblem } from '../objective/problem.ts';
import { quantise } from '../outcome/quantise.ts';

export interface MinimalPerturbationOptions {
  /**
   * Of a method that scales with its budget. The search sets ε and α, and starts at 0: the options' own values do not
   * count.
   */
  attack: AttackOptions;
  /** Whole ADC units. */
  maxEpsilonUnits: number;
  /** α as a share of ε. */
  alphaShare: number;
}

/** A record that can be attacked (isAttackable): the model classifies it as `label`. */
export interface SearchedRecord {
  /** x (n,), ADC units. */
  samples: Int16Array;
  label: ClassIndex;
  target: ClassIndex | null;
}

export interface SearchHooks {
  signal?: AbortSignal | undefined;
  /** In records, with fractions for those half searched. */
  onProgress?: ((done: number, message: string) => void) | undefined;
}

/** The first budget tried; it is doubled until one fools. */
const FIRST_UNITS = 8;

interface Search {
  record: SearchedRecord;
  x: Float32Array;
  /** The largest ε that was tried in vain, and the smallest that fooled. */
  low: number;
  high: number | null;
  /** The next to be tried. */
  epsilon: number;
  /** δ/ε (θ/ε) of the smallest that fooled. */
  state: Float32Array | null;
  tries: number;
  over: boolean;
}

/**
 * The smallest ε in whole units that fools each record with this attack, judged as it would be stored; null where none
 * up to the largest does. First ε grows from a start at δ = 0; then it is bisected, each try from the perturbation that
 * fooled at the larger ε, scaled down. Like every attack it finds an upper bound: a smaller ε may be possible.
 *
 * In units of ε every record of a batch has the budget 1, so that the attacks' own equations serve records with
 * different budgets: δ = ε·u, and the gradient with respect to u has the sign of that with respect to δ. A record's
 * search depends on no other record. Throws as `attackBatch` does.
 */
export async function minimalPerturbations(
  classifier: Classifier,
  records: readonly SearchedRecord[],
  options: MinimalPerturbationOptions,
  hooks: SearchHooks = {},
): Promise<(number | null)[]> {
  const first = Math.min(FIRST_UNITS, options.maxEpsilonUnits);
  const searches = records.map((record): Search => ({
    record,
    x: Float32Array.from(record.samples),
    ...{ low: 0, high: null, epsilon: first, state: null, tries: 0, over: false },
  }));
  // All grow before any is bisected: a batch is all cold or all warm.
  for (const warm of [false, true]) {
    const waiting = (): Search[] => searches.filter(({ over, high }) => !over && (high !== null) === warm);
    for (let active = waiting(); active.length > 0; active = waiting()) {
      for (const indices of batchesByLength(
        active.map(({ x }) => x.length),
        classifier.rowsAtOnce,
      )) {
        const batch = indices.map((index) => active[index]!);
        const { adversarial, states } = await attempt(classifier, batch, options, hooks.signal);
        const fooled = await judge(classifier, batch, adversarial, hooks.signal);
        batch.forEach((search, i) => advance(search, fooled[i]! ? states[i]! : null, options.maxEpsilonUnits));
        const message = `${searches.filter(({ over }) => over).length} of ${searches.length} found, ε ${warm ? 'bisected' : 'growing'}`;
        hooks.onProgress?.(sumOf(searches, shareDone), message);
      }
    }
  }
  return searches.map(({ high }) => high);
}

/** `state` null: the try did not fool. */
function advance(search: Search, state: Float32Array | null, maxUnits: number): void {
  search.tries += 1;
  if (state) {
    search.high = search.epsilon;
    search.state = state;
  } else {
    search.low = search.epsilon;
  }
  const { low, high } = search;
  search.over = high === null ? low >= maxUnits : high - low <= 1;
  search.epsilon = high === null ? Math.min(2 * low, maxUnits) : Math.floor((low + high) / 2);
  if (search.over) search.state = null;
}

/** By the number of tries probably left, assuming while ε grows that the next one fools. */
function shareDone({ over, tries, low, high, epsilon }: Search): number {
  if (over) return 1;
  const left = Math.ceil(Math.log2((high ?? epsilon) - low)) + (high === null ? 1 : 0);
  return tries / (tries + left);
}

/** One attack of each record at its own ε: all phases from δ = 0, or the last from where it fooled at a larger ε. */
async function attempt(
  classifier: Classifier,
  searches: readonly Search[],
  { attack: own, alphaShare }: MinimalPerturbationOptions,
  signal: AbortSignal | undefined,
): Promise<{ adversarial: Float32Array[]; states: Float32Array[] }> {
  const options = withOptions(own, { epsilonUnits: 1, alphaUnits: alphaShare, randomStart: false, restarts: 1 });
  const loaded = await loadAttack(own.method);
  if (loaded.kind !== 'gradient') throw unsuited(own);
  const batch = {
    x: searches.map(({ x }) => x),
    labels: searches.map(({ record }) => record.label),
    targets: searches.map(({ record }) => record.target),
  };
  const problem = openProblem(classifier, batch, options);
  const epsilon = tf.tensor2d(
    searches.map((search) => search.epsilon),
    [searches.length, 1],
  );
  const scaled = (u: tf.Tensor2D): tf.Tensor2D => tf.mul(epsilon, u);
  const attack = loaded.equations(
    {
      ...problem,
      gradient: (u) => problem.gradient(scaled(u)),
      gradientAndLogits: (u) => problem.gradientAndLogits(scaled(u)),
      stored: (u) => problem.stored(scaled(u)),
      logits: (u) => problem.logits(scaled(u)),
    },
    options,
  );
  const warm = searches.flatMap(({ state }) => state ?? []);
  const isWarm = warm.length > 0;
  let state = isWarm ? tf.tensor2d(joined(warm), problem.shape) : tf.tidy(() => oneTensor(attack.start(), own));
  try {
    for (const { steps, next } of isWarm ? attack.phases.slice(-1) : attack.phases) {
      for (let i = 0; i < steps; i++) {
        await otherWork();
        if (signal?.aborted) throw new AppError('cancelled', 'Stopped in the search for the minimal perturbation.');
        const before = state;
        state = tf.tidy(() => oneTensor(next(before), own));
        before.dispose();
      }
    }
    problem.zeroGradientSteps();
    const adversarial = tf.tidy(() => problem.example(scaled(attack.perturbation(state))));
    const found = { adversarial: rows(adversarial), states: rows(state) };
    adversarial.dispose();
    return found;
  } finally {
    tf.dispose([state, epsilon]);
    problem.dispose();
  }
}

/** δ or θ, which must be the whole state: nothing else can be divided by ε and kept for the next try. */
function oneTensor(state: tf.TensorContainer, own: AttackOptions): tf.Tensor2D {
  if (state instanceof tf.Tensor && state.rank === 2) return state as tf.Tensor2D;
  throw unsuited(own);
}

function unsuited({ method }: AttackOptions): AppError {
  return new AppError(
    'internal',
    `${attackOf(method).name} does not scale with its budget, so its minimal perturbation cannot be searched for.`,
  );
}

async function judge(
  classifier: Classifier,
  searches: readonly Search[],
  adversarial: readonly Float32Array[],
  signal: AbortSignal | undefined,
): Promise<boolean[]> {
  const stored = searches.map(({ record, epsilon }, i) => quantise(record.samples, adversarial[i]!, epsilon));
  const logits = await predictRecords((x) => classifier.logits(x), stored, { signal });
  return searches.map(({ record: { label, target } }, i) => isFooled(label, classOf(logits[i]!), target));
}

function joined(signals: readonly Float32Array[]): Float32Array {
  const samples = signals[0]!.length;
  const all = new Float32Array(signals.length * samples);
  signals.forEach((signal, i) => all.set(signal, i * samples));
  return all;
}

function rows(signals: tf.Tensor2D): Float32Array[] {
  const [batch, samples] = signals.shape;
  const values = signals.dataSync<'float32'>();
  return Array.from({ length: batch }, (_, i) => values.slice(i * samples, (i + 1) * samples));
}
