import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { signalsAtOnce } from '../../numeric/batching.ts';
import { classOf } from '../../numeric/logits.ts';
import { gaussianPair, uniform, type RandomGenerator } from '../../numeric/random.ts';
import { seededByRecord } from '../../numeric/record-random.ts';
import { smooth } from '../smoothing/smooth.ts';

export interface SmoothingNoise {
  sigmaUnits: number;
  /** K̄ where the noise is smoothed; null: it is added as it is drawn. */
  kernel: Float64Array | null;
  choosingDraws: number;
  draws: number;
  seed: number;
}

/** What a record's noisy copies were called. */
export interface Votes {
  /** The class that most of the first copies got. */
  class: ClassIndex;
  /** How many of the others, which took no part in choosing it, got it too. */
  votes: number;
}

export interface VoteHooks {
  signal?: AbortSignal | undefined;
  onDraws?: ((done: number, total: number) => void) | undefined;
}

/** Sets these draws apart from all others. */
const PURPOSE = 0x63657274;

/**
 * Classifies x + η (or x + K̄ ⊗ η), η ~ N(0, σ²) at every sample, x (n,) in ADC units: Cohen et al. 2019, the draws of
 * CERTIFY. What is drawn depends on the seed and the record alone. Throws as `predictRecords` does.
 */
export async function countVotes(
  classifier: Classifier,
  samples: Int16Array | Float32Array,
  { sigmaUnits, kernel, choosingDraws, draws, seed }: SmoothingNoise,
  { signal, onDraws }: VoteHooks = {},
): Promise<Votes> {
  const x = Float32Array.from(samples);
  const random = seededByRecord(seed, x, PURPOSE);
  const total = choosingDraws + draws;
  const clean = tf.tensor2d(x, [1, x.length]);
  const logitsOf = (noise: tf.Tensor2D): tf.Tensor2D =>
    classifier.logits(tf.add(clean, kernel === null ? noise : smooth(noise, kernel)));
  let done = 0;
  const countsOf = async (copies: number): Promise<Map<ClassIndex, number>> => {
    const counts = new Map<ClassIndex, number>();
    for (let left = copies; left > 0;) {
      const size = Math.min(left, signalsAtOnce(x.length));
      const noise = Array.from({ length: size }, () => gaussianNoise(x.length, sigmaUnits, random));
      const classes = (await predictRecords(logitsOf, noise, { signal })).map(classOf);
      for (const one of classes) counts.set(one, (counts.get(one) ?? 0) + 1);
      left -= size;
      onDraws?.((done += size), total);
    }
    return counts;
  };
  try {
    const first = await countsOf(choosingDraws);
    const [[chosen]] = [...first].sort(([a, m], [b, n]) => n - m || a - b) as [[ClassIndex, number]];
    const votes = (await countsOf(draws)).get(chosen) ?? 0;
    return { class: chosen, votes };
  } finally {
    clean.dispose();
  }
}

/** η (n,): independent normal numbers. */
function gaussianNoise(samples: number, deviation: number, random: RandomGenerator): Float32Array {
  const noise = new Float32Array(samples);
  const draw = (): number => uniform(random);
  for (let i = 0; i < samples; i += 2) {
    const [first, second] = gaussianPair(draw, deviation);
    noise[i] = first;
    if (i + 1 < samples) noise[i + 1] = second;
  }
  return noise;
}
