import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { below, type RandomGenerator } from '../../numeric/random.ts';
import { recordRandom } from '../../numeric/record-random.ts';
import { seeded } from '../../numeric/seeding.ts';
import { searchSpace } from '../smoothing/search-space.ts';
import { defineUniversalAttack } from './parts/attack.ts';

/** Sets the shifts of the records that are judged apart from all other draws. */
const PURPOSE = 0x756e6976;
/** A record that is this far beyond the decision has no more say: else the easy ones would decide all. */
const BEYOND = 1;

/**
 * One pattern v for all records: v ← clip(v + α·sign Σ ∇ℓ(x + δ(v)), ±ε) over batches in turn, the sum over the records that are not
 * yet clearly beyond the decision (Shafahi et al. 2020, whose loss is capped to the same end). δ(v) repeats v over the
 * record, from a sample that is drawn anew each time unless `aligned`; in the smooth subspace it is that, smoothed.
 */
export const attack = defineUniversalAttack<OptionsOf<'universal'>>({
  find(step, v, problem, options) {
    const space = searchSpace(problem, options);
    const [rows, samples] = problem.shape;
    const random = seeded(options.seed, PURPOSE, step);
    const shifts = Array.from({ length: rows }, () => drawShift(options, random));
    const theta = tf.tensor2d(joined(shifts.map((shift) => repeated(v, samples, shift))), [rows, samples]);
    const { gradient, logits } = space.problem.gradientAndLogits(theta);
    const isOpen = tf.cast(tf.less(problem.advantage(logits), BEYOND), 'float32');
    const slopes = tf.mul(isOpen, gradient).dataSync<'float32'>();
    const slope = new Float64Array(v.length);
    slopes.forEach((value, k) => {
      const [row, sample] = [Math.floor(k / samples), k % samples];
      slope[(sample + shifts[row]!) % v.length]! += value;
    });
    const { epsilonUnits, alphaUnits } = options;
    return v.map((value, i) =>
      Math.min(epsilonUnits, Math.max(-epsilonUnits, value + alphaUnits * Math.sign(slope[i]!))),
    );
  },
  perturbation(v, x, problem, options) {
    const shifts = x.map((signal) => drawShift(options, recordRandom(options.seed, signal, PURPOSE)));
    const [rows, samples] = problem.shape;
    const theta = tf.tensor2d(joined(shifts.map((shift) => repeated(v, samples, shift))), [rows, samples]);
    return searchSpace(problem, options).delta(theta);
  },
});

function drawShift({ aligned, patternSamples }: OptionsOf<'universal'>, random: RandomGenerator): number {
  return aligned ? 0 : below(random, patternSamples);
}

/** v over and over, from its sample `shift` on. */
function repeated(v: Float64Array, samples: number, shift: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => v[(i + shift) % v.length]!);
}

function joined(signals: readonly Float32Array[]): Float32Array {
  const [first] = signals;
  const all = new Float32Array(signals.length * (first?.length ?? 0));
  signals.forEach((signal, i) => all.set(signal, i * signal.length));
  return all;
}
