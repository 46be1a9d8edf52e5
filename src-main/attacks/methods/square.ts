import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import type { RandomGenerator } from '../../numeric/random.ts';
import { recordRandom } from '../../numeric/record-random.ts';
import { advantageOf } from '../objective/advantage.ts';
import type { AttackBatch } from '../objective/batch.ts';
import { finiteLogits } from '../outcome/finite-logits.ts';
import { quantise } from '../objective/quantise.ts';
import { averagedKernel } from '../smoothing/kernels.ts';
import { smoothSignal } from '../smoothing/smooth-signal.ts';
import { defineBlackBoxAttack } from './parts/attack.ts';
import { drawMove, drawStart } from './parts/intervals.ts';
import { openRecord, type RecordSearch } from './parts/record-search.ts';

type SquareOptions = OptionsOf<'square'>;

/** Sets these draws apart from those of the random starts. */
const PURPOSE = 0x73717561;
/** The share p of a record that the first moves change, and after how many of 10,000 queries it is halved. */
const FIRST_SHARE = 0.8;
const HALVED_AFTER = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

interface Search extends RecordSearch {
  random: RandomGenerator;
  /** θ of the record's own samples, without its padding; δ itself unless only smooth ones are wanted. */
  theta: Float64Array;
  advantage: number;
}

/**
 * The Square attack of Andriushchenko et al. 2020 with intervals for its squares: from a θ that is ±ε in short intervals (L2:
 * pairs of bumps), each query moves one interval of it, drawn at random, to an edge of the budget, and keeps the move if the
 * signal that would be stored is further towards the goal. Intervals cover a share p of the record, from 0.8 halved nine
 * times. Whatever `padding` says, only the record's own samples are moved: others would be taken back before a signal is
 * judged. A record that has reached its goal is asked no more. Throws AppError: cancelled; damaged if a logit is not a number.
 */
export const attack = defineBlackBoxAttack<SquareOptions>(async (forward, batch, options, hooks = {}) => {
  const { squareQueries } = options;
  const kernel = options.subspace === 'smooth' ? averagedKernel(options.kernels) : undefined;
  const searches = batch.x.map((_, index) => openSearch(batch, index, options));
  const example = ({ x, valid }: Search, theta: Float64Array): Float32Array => {
    const delta = kernel ? smoothSignal(theta, kernel) : theta;
    return x.map((value, i) => (i < valid.start || i >= valid.end ? value : value + delta[i - valid.start]!));
  };
  const tryMoves = async (moves: readonly { search: Search; theta: Float64Array }[]): Promise<void> => {
    const signals = moves.map(({ search, theta }) =>
      Float32Array.from(quantise(search.original, example(search, theta), options, search.valid)),
    );
    const logits = await forward(signals, { signal: hooks.signal });
    moves.forEach(({ search, theta }, i) => {
      search.queries += 1;
      const advantage = advantageOf(finiteLogits(logits[i]!, search.index), search);
      if (advantage > search.advantage) [search.theta, search.advantage] = [theta, advantage];
    });
  };

  await tryMoves(searches.map((search) => ({ search, theta: search.theta })));
  for (let query = 1; query <= squareQueries; query++) {
    const open = searches.filter(({ advantage }) => advantage <= 0);
    if (open.length === 0) break;
    if (hooks.signal?.aborted)
      throw new AppError('cancelled', `Stopped after ${query - 1} of ${squareQueries} attack steps.`);
    const share = shareAt(query / squareQueries);
    await tryMoves(open.map((search) => ({ search, theta: drawMove(search.theta, share, options, search.random) })));
    hooks.onStep?.(query, squareQueries);
  }
  return {
    adversarial: searches.map((search) => example(search, search.theta)),
    queries: searches.map(({ queries }) => queries),
    zeroGradientSteps: searches.map(() => 0),
  };
});

/** p once this part of all queries is over. */
function shareAt(part: number): number {
  return FIRST_SHARE / 2 ** HALVED_AFTER.filter((after) => part * 10_000 > after).length;
}

function openSearch(batch: AttackBatch, index: number, options: SquareOptions): Search {
  const record = openRecord(batch, index, options);
  const random = recordRandom(options.seed, record.x, PURPOSE);
  const samples = record.valid.end - record.valid.start;
  const theta = drawStart(samples, Math.max(1, Math.round(shareAt(1) * samples)), options, random);
  return { ...record, random, theta, advantage: -Infinity };
}
