import { between, type RandomGenerator } from '../../numeric/random.ts';
import { mean } from '../../numeric/sums.ts';
import { MOST_SHIFT_STEPS, MOST_STRETCH } from './display-grid.ts';

/** Stored samples and how they become positions. */
export interface StoredPair {
  /** ADC units: upper, lower. */
  tracings: readonly [ArrayLike<number>, ArrayLike<number>];
  unitsPerMv: number;
  /** Of the display's grid: see stepsPerMv. */
  stepsPerMv: number;
}

/**
 * A pair as a reader is sent it: whole positions on the display's grid, one for each sample. What lies below a pixel
 * tells a program which tracing was made, and shows a person nothing. Both tracings go the same way, each with draws of
 * its own: the whole tracing is stretched about the mean of the pair and shifted, by less than can be seen, and each
 * sample is rounded with non-subtractive triangular dither, so that neither the mean nor the variance of what rounding
 * adds depends on the signal (Lipshitz, Wannamaker and Vanderkooy 1992).
 */
export function presentPair(
  { tracings, unitsPerMv, stepsPerMv }: StoredPair,
  random: readonly [upper: RandomGenerator, lower: RandomGenerator],
): [number[], number[]] {
  const [upper, lower] = tracings;
  const centre = mean([mean(upper) ?? 0, mean(lower) ?? 0]) ?? 0;
  const scale = stepsPerMv / unitsPerMv;
  return [present(upper, centre, scale, random[0]), present(lower, centre, scale, random[1])];
}

function present(samples: ArrayLike<number>, centre: number, scale: number, random: RandomGenerator): number[] {
  const stretched = scale * (1 + between(random, -MOST_STRETCH, MOST_STRETCH));
  const base = centre * scale + between(random, -MOST_SHIFT_STEPS, MOST_SHIFT_STEPS);
  return Array.from(samples, (sample) => Math.round(base + (sample - centre) * stretched + triangular(random)) + 0);
}

/** Triangular in (−1, 1): the difference of the two halves of one 32-bit number. */
function triangular(random: RandomGenerator): number {
  const bits = random.next();
  return ((bits >>> 16) - (bits & 0xffff)) / 0x10000;
}
