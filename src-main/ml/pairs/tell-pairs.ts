import { setImmediate } from 'node:timers/promises';
import { adamStep, newAdamState, oneCycleRate } from '../training/adamw.ts';
import { foldsOf } from '../../numeric/folds.ts';
import { below, type RandomGenerator } from '../../numeric/random.ts';
import { mean, sumOf } from '../../numeric/sums.ts';
import { initialPairNetwork, pairGradient, scoreWindows } from './pair-network.ts';
import { channelScales, windowAt, windowStarts, type Pair } from './windows.ts';

const FOLDS = 5;
/** However many pairs there are, so that the time is bounded; fewer for a few, which would be learned by heart. */
const MOST_STEPS = 80;
const STEPS_A_PAIR = 2;
const WINDOWS_AT_ONCE = 24;
const RATES = { weightDecay: 0.01, beta1: 0.9, beta2: 0.999 };
const PEAK_RATE = 0.005;

/**
 * How many of these pairs a small convolutional network tells apart that learned from the others,
 * five folds of pairs. A pair about which it cannot say anything counts for half, and so does a pair alone. Throws the
 * signal's reason when it is stopped.
 */
export async function tellPairs(
  pairs: readonly Pair[],
  random: RandomGenerator,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<number> {
  if (pairs.length < 2) return pairs.length / 2;
  const folds = foldsOf(pairs.length, FOLDS, random);
  let right = 0;
  for (const [fold, judged] of folds.entries()) {
    const learned = folds.flatMap((others, at) => (at === fold ? [] : others.map((pair) => pairs[pair]!)));
    const scales = channelScales(learned);
    const steps = Math.min(MOST_STEPS, STEPS_A_PAIR * learned.length);
    const network = initialPairNetwork(random);
    const states = network.map(({ length }) => newAdamState(length));
    const decays = network.map(({ length }) => new Uint8Array(length).fill(length > 16 ? 1 : 0));
    for (let step = 0; step < steps; step++) {
      signal?.throwIfAborted();
      const drawn = Array.from({ length: WINDOWS_AT_ONCE }, () => {
        const pair = learned[below(random, learned.length)]!;
        return { pair, start: below(random, windowStarts(pair).last + 1) };
      });
      const [real, made] = (['real', 'made'] as const).map((side) =>
        joined(drawn.map(({ pair, start }) => windowAt(pair, side, start, scales))),
      );
      const learningRate = oneCycleRate(PEAK_RATE, step, steps);
      pairGradient(network, real!, made!).forEach((gradient, i) =>
        adamStep(network[i]!, gradient, decays[i]!, states[i]!, { ...RATES, learningRate }),
      );
      onProgress?.(fold * steps + step + 1, folds.length * steps);
      await setImmediate();
    }
    right += sumOf(judged, (at) => {
      const pair = pairs[at]!;
      const [real, made] = (['real', 'made'] as const).map((side) =>
        mean(scoreWindows(network, joined(windowStarts(pair).all.map((start) => windowAt(pair, side, start, scales))))),
      );
      return real! > made! ? 1 : real! < made! ? 0 : 0.5;
    });
  }
  return right;
}

function joined(windows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(sumOf(windows, ({ length }) => length));
  let at = 0;
  for (const window of windows) {
    all.set(window, at);
    at += window.length;
  }
  return all;
}
