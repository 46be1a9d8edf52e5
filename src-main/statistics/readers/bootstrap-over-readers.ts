import type { Interval } from '../../../src-shared/interval.ts';
import { middle95 } from '../../numeric/bootstrap.ts';
import { below, type RandomGenerator } from '../../numeric/random.ts';
import { seeded } from '../../numeric/seeding.ts';
import { signOf, type CrossedScores } from './crossed-scores.ts';

/** Sets these draws apart from others of the same seed. */
const PURPOSE = 12;

export interface BootstrapView {
  /** Readers are drawn too, else only cases are, and the readers stay as they are. */
  view: 'random' | 'fixed';
  draws?: number;
  seed?: number;
}

/**
 * The percentile 95 % interval of a bootstrap over readers and cases, each drawn with replacement and crossed (Owen, Annals
 * of Applied Statistics 1, 2007, 386): the score of a reader on a case counts as often as both were drawn together. One
 * reader fewer is drawn than there are, without which the variance between few readers would come out too small by
 * (R − 1)/R (McCarthy and Snowden 1985). Draws in which an arm has no score are drawn again. Null for one case, or for
 * one random reader. Yields after each draw.
 */
export function* bootstrapOverReaders(
  scores: CrossedScores,
  { view, draws = 2000, seed = 1 }: BootstrapView,
): Generator<void, Interval | null> {
  const { readers, cases } = scores;
  if (cases < 2 || (view === 'random' && readers < 2)) return null;
  const random = seeded(seed, PURPOSE);
  const estimates: number[] = [];
  while (estimates.length < draws) {
    const ofReaders = view === 'fixed' ? new Float64Array(readers).fill(1) : drawn(random, readers, readers - 1);
    const estimate = weighted(scores, ofReaders, drawn(random, cases, cases));
    if (!Number.isNaN(estimate)) estimates.push(estimate);
    yield;
  }
  return middle95(estimates);
}

/** How often each of `count` things comes in `times` draws. */
function drawn(random: RandomGenerator, count: number, times: number): Float64Array {
  const weights = new Float64Array(count);
  for (let i = 0; i < times; i++) {
    const one = below(random, count);
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
      for (let c = 0; c < cases; c++) {
        const both = weight * (ofCases[c] as number);
        n += both * (counts[row + c] as number);
        s += both * (sums[row + c] as number);
      }
    }
    return estimate + (signOf(arm) * s) / n;
  }, 0);
}
