import { below, type RandomGenerator } from '../../numeric/random.ts';
import { sumOf } from '../../numeric/sums.ts';
import { gaussianKernel } from '../smoothing/kernels.ts';
import { quantise } from '../objective/quantise.ts';
import { smoothSignal } from '../smoothing/smooth-signal.ts';
import { anywhereIn, type Band } from './band.ts';
import { joinAt } from './crossings.ts';
import type { Neighbourhood } from './neighbourhood.ts';

// What the public scripts check_concat.py and check_uniform.py of Han et al. 2020 do, where that differs from the paper.

/** The scripts zero-pad every record on both sides to this length, and cut none. */
const PADDED_SAMPLES = 18_000;
/** New examples whose pairs are concatenated. */
const CONCATENATED = 10;

/**
 * Concatenation: the script claims to splice two of the first ten new examples where they have the same value, but
 * splices at the number of such an index instead: at 0, 1, 2 … of the padded signal. In the padding that gives one of
 * the two unchanged (`unaltered`). Draws among all splices that the script would make; ends at once if it makes none.
 */
export function* drawSplices(
  signals: readonly Int16Array[],
  random: RandomGenerator,
): Generator<{ signal: Int16Array; unaltered: boolean }> {
  const pairs = pairsOf(signals.slice(0, CONCATENATED));
  const total = sumOf(pairs, ({ splices }) => splices);
  while (total > 0) {
    let at = below(random, total);
    const pair = pairs.find(({ splices }) => (at -= splices) < 0)!;
    const { a, b, splices } = pair;
    const t = at + splices - Math.floor(Math.max(0, PADDED_SAMPLES - a.length) / 2);
    for (const [left, right] of [
      [a, b],
      [b, a],
    ] as const) {
      yield { signal: joinAt(left, right, Math.max(0, t)), unaltered: t <= 0 };
    }
  }
}

function pairsOf(signals: readonly Int16Array[]): { a: Int16Array; b: Int16Array; splices: number }[] {
  return signals.flatMap((a, j) =>
    signals.slice(j + 1).map((b) => ({ a, b, splices: a.reduce((n, v, i) => n + Number(v === b[i]), 0) })),
  );
}

/** The five of the 25 kernels that the script's loop reaches: size 5 with each σ. */
const BAND_KERNEL = [1, 3, 5, 7, 10]
  .map((sigma) => gaussianKernel(5, sigma))
  .reduce((mean, kernel) => mean.map((weight, i) => weight + kernel[i]! / 5), new Float64Array(5));

/** Band: smoothed with five kernels only and then held within the band, not within ±ε of x. */
export function drawInBandHan2020(near: Neighbourhood, band: Band, random: RandomGenerator): Int16Array {
  const { original, epsilonUnits } = near;
  const smooth = smoothSignal(
    anywhereIn(band, random).map((value, i) => value - original[i]!),
    BAND_KERNEL,
  );
  const held = smooth.map((value, i) => Math.min(band.high[i]!, Math.max(band.low[i]!, original[i]! + value)));
  return quantise(original, held, { epsilonUnits });
}
