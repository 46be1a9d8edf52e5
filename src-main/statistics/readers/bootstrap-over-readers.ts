import type { Interval } from '../../../src-shared/interval.ts';
import { middle95 } from '../../numeric/bootstrap.ts';
import { wichmannHill } from '../../numeric/wichmann-hill.ts';
import { twoSidedZ } from '../normal.ts';
import { twoSidedT } from '../student-t.ts';
import { signOf, type CrossedScores } from './crossed-scores.ts';
import type { OverReaders } from './over-readers.ts';

export interface BootstrapOptions {
  draws?: number;
  /** Another seed, other draws: 1 to 30,322. */
  seed?: number;
}

/**
 * The 95 % interval of a bootstrap over readers (where they are random) and cases, each drawn with replacement and crossed:
 * the score of a reader on a case counts as often as both were drawn together (Owen, Annals of Applied Statistics 1, 2007,
 * 386). What a reader makes of one case varies up to three times too much in it, so that the deviations d* from the estimate
 * are scaled to the standard error by Student's t (`found`; as Rao and Wu, JASA 83, 1988, 231, rescale a bootstrap):
 *
 *     estimate + d*₍q₎ · (se / sd(d*)) · (t / z),   q = 0.025 and 0.975
 *
 * with the sd of the draws, t of `found` and z of the normal distribution. Width and degrees of freedom are those of the
 * variance, and the draws give the shape: how much further it reaches to one side than to the other. What lies beyond 0
 * or 1 (of a difference, −1 or 1) is cut off. Draws in which an arm has no score are drawn again; analysis.R of the pack
 * repeats them all. Null where there is no standard error. Yields after each draw.
 */
export function* bootstrapOverReaders(
  scores: CrossedScores,
  { view, estimate, spread }: OverReaders,
  { draws = 2000, seed = 1 }: BootstrapOptions = {},
): Generator<void, Interval | null> {
  if (spread === null) return null;
  const random = wichmannHill([12345, 23456, seed]);
  const deviations: number[] = [];
  while (deviations.length < draws) {
    const ofReaders = view === 'fixed' ? new Float64Array(scores.readers).fill(1) : drawn(random, scores.readers);
    const drawnEstimate = weighted(scores, ofReaders, drawn(random, scores.cases));
    if (!Number.isNaN(drawnEstimate)) deviations.push(drawnEstimate - estimate);
    yield;
  }
  const mean = deviations.reduce((sum, value) => sum + value, 0) / draws;
  const sd = Math.sqrt(deviations.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1));
  if (!(sd > 0)) return null;
  const scale = ((spread.se / sd) * twoSidedT(0.95, spread.df)) / twoSidedZ(0.95);
  const [low, high] = middle95(deviations);
  const least = scores.arms.length === 1 ? 0 : -1;
  return [Math.max(least, estimate + scale * low), Math.min(1, estimate + scale * high)];
}

/** How often each of `count` things comes in as many draws. */
function drawn(random: () => number, count: number): Float64Array {
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const one = Math.floor(count * random());
    weights[one] = (weights[one] as number) + 1;
  }
  return weights;
}

/** The estimate with these weights; NaN where an arm has no score. */
function weighted({ arms, cases }: CrossedScores, ofReaders: Float64Array, ofCases: Float64Array): number {
  return arms.reduce((estimate, { counts, sums }, arm) => {
    let [n, s] = [0, 0];
    for (const [r, weight] of ofReaders.entries()) {
      if (weight === 0) continue;
      const row = r * cases;
      let [ofRow, right] = [0, 0];
      for (let c = 0; c < cases; c++) {
        const times = ofCases[c] as number;
        ofRow += times * (counts[row + c] as number);
        right += times * (sums[row + c] as number);
      }
      n += weight * ofRow;
      s += weight * right;
    }
    return estimate + (signOf(arm) * s) / n;
  }, 0);
}
