import { mean } from '../../numeric/sums.ts';
import { CHANNELS, WINDOW } from './pair-network.ts';

/** Both tracings of a pair, of one length, in the same unit. */
export interface Pair {
  real: ArrayLike<number>;
  made: ArrayLike<number>;
}

/** Where windows of a pair may begin: one after another, and the last place. A shorter pair has one, filled with zeros. */
export function windowStarts({ real }: Pair): { all: number[]; last: number } {
  const last = Math.max(0, real.length - WINDOW);
  return { all: Array.from({ length: Math.floor(last / WINDOW) + 1 }, (_, i) => i * WINDOW), last };
}

/** A window of one side of a pair: (time, channels), each channel divided by its scale. */
export function windowAt(pair: Pair, side: keyof Pair, start: number, scales: ArrayLike<number>): Float32Array {
  const samples = pair[side];
  const window = new Float32Array(WINDOW * CHANNELS);
  const centre = centreOf(pair);
  const length = Math.min(WINDOW, samples.length - start);
  let [earlier, before] = [samples[Math.max(0, start - 2)]!, samples[Math.max(0, start - 1)]!];
  for (let t = 0; t < length; t++) {
    const value = samples[start + t]!;
    window[t * CHANNELS] = (value - centre) / scales[0]!;
    window[t * CHANNELS + 1] = (value - before) / scales[1]!;
    window[t * CHANNELS + 2] = (value - 2 * before + earlier) / scales[2]!;
    [earlier, before] = [before, value];
  }
  return window;
}

/** Root mean square of each channel over all windows; 1 for one that is always 0. */
export function channelScales(pairs: readonly Pair[]): number[] {
  const sums = new Array<number>(CHANNELS).fill(0);
  let count = 0;
  for (const pair of pairs) {
    for (const start of windowStarts(pair).all) {
      for (const side of ['real', 'made'] as const) {
        windowAt(pair, side, start, [1, 1, 1]).forEach((value, i) => (sums[i % CHANNELS]! += value * value));
        count += WINDOW;
      }
    }
  }
  return sums.map((sum) => Math.sqrt(sum / count) || 1);
}

const centres = new WeakMap<Pair, number>();

/** The mean of both tracings. */
function centreOf(pair: Pair): number {
  const known = centres.get(pair);
  if (known !== undefined) return known;
  const centre = ((mean(pair.real) ?? 0) + (mean(pair.made) ?? 0)) / 2;
  centres.set(pair, centre);
  return centre;
}
