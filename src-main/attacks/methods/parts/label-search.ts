import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { AttackNorm, AttackSubspace, KernelSet } from '../../../../src-shared/attacks/fields.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import { reachesGoal } from '../../../../src-shared/attacks/outcome.ts';
import { classOf } from '../../../numeric/logits.ts';
import type { RandomGenerator } from '../../../numeric/random.ts';
import { recordRandom } from '../../../numeric/record-random.ts';
import { sumOfSquares } from '../../../numeric/sums.ts';
import type { AttackBatch } from '../../objective/batch.ts';
import { quantise } from '../../objective/quantise.ts';
import { finiteLogits } from '../../outcome/finite-logits.ts';
import { averagedKernel } from '../../smoothing/kernels.ts';
import { smoothSignal } from '../../smoothing/smooth-signal.ts';
import { defineBlackBoxAttack, type BlackBoxAttack } from './attack.ts';
import { openRecord, type RecordSearch } from './record-search.ts';

/** Shows the model x + δ(θ) for each θ that it yields, and is told for each whether the goal is reached there. It never ends by itself. */
export type LabelSearch<Found = never> = Generator<Float64Array[], Found, boolean[]>;

type Options = AttackOptions & {
  norm?: AttackNorm;
  subspace: AttackSubspace;
  kernels: KernelSet;
  labelQueries: number;
};

/** What the search of one record knows: of the model only what it answers. */
export interface SearchedSpace<O> {
  /** Of θ: those of the record, without its padding. */
  samples: number;
  options: O;
  random: RandomGenerator;
}

interface Search extends RecordSearch {
  asking: LabelSearch;
  /** What it asks next. */
  asked: Float64Array[];
  /** The smallest θ at which the goal is reached, and its size. */
  smallest: Float64Array;
  size: number;
}

/** Sets these draws apart from those of the random starts. */
const PURPOSE = 0x6c616265;
/** Queries of one record that are answered at once, which bounds the memory they take. */
const AT_ONCE = 16;

/**
 * An attack that sees labels only. A θ within the budget is shown as it would be stored, others unrounded; a record is done, and
 * asked no more, once one within the budget reaches the goal, or its queries are used up: then its smallest θ so far is held
 * within the budget. θ is δ itself, or smoothed to it in the smooth subspace. Throws as `attackBatch` does.
 */
export function defineLabelAttack<O extends Options>(
  search: (space: SearchedSpace<O>) => LabelSearch,
): BlackBoxAttack<O> {
  return defineBlackBoxAttack<O>(async (forward, batch, options, hooks = {}) => {
    const { labelQueries, epsilonUnits } = options;
    const kernel = options.subspace === 'smooth' ? averagedKernel(options.kernels) : undefined;
    const searches = batch.x.map((_, index) => openSearch(batch, index, options, search));
    const example = ({ x, valid }: Search, theta: Float64Array): Float32Array => {
      const delta = kernel ? smoothSignal(theta, kernel) : theta;
      return x.map((value, i) => (i < valid.start || i >= valid.end ? value : value + delta[i - valid.start]!));
    };
    const isWithin = (theta: Float64Array): boolean => sizeOf(theta, options.norm) <= epsilonUnits;
    const shown = (one: Search, theta: Float64Array): Float32Array => {
      const signal = example(one, theta);
      return isWithin(theta) ? Float32Array.from(quantise(one.original, signal, options, one.valid)) : signal;
    };

    for (;;) {
      const open = searches.filter((one) => one.size > epsilonUnits && one.queries < labelQueries);
      if (open.length === 0) break;
      if (hooks.signal?.aborted) throw new AppError('cancelled', `Stopped with ${open.length} records left to search.`);
      const asked = open.flatMap((one) =>
        one.asked.slice(0, labelQueries - one.queries).map((theta) => ({ one, theta })),
      );
      const answers = new Map(open.map((one) => [one, [] as boolean[]]));
      for (let from = 0; from < asked.length; from += AT_ONCE) {
        const part = asked.slice(from, from + AT_ONCE);
        const logits = await forward(
          part.map(({ one, theta }) => shown(one, theta)),
          { signal: hooks.signal },
        );
        part.forEach(({ one, theta }, i) => {
          const reached = reachesGoal(one.label, classOf(finiteLogits(logits[i]!, one.index)), one.target);
          answers.get(one)!.push(reached);
          const size = sizeOf(theta, options.norm);
          if (reached && size < one.size) [one.smallest, one.size] = [theta, size];
        });
      }
      for (const one of open) {
        one.queries += answers.get(one)!.length;
        if (one.queries < labelQueries) one.asked = one.asking.next(answers.get(one)!).value;
      }
      hooks.onStep?.(Math.min(...open.map(({ queries }) => queries)), labelQueries);
    }
    return {
      adversarial: searches.map((one) => example(one, within(one.smallest, one.size, options))),
      queries: searches.map(({ queries }) => queries),
      zeroGradientSteps: searches.map(() => 0),
    };
  });
}

/** ‖θ‖. */
export function sizeOf(theta: Float64Array, norm: AttackNorm = 'linf'): number {
  return norm === 'l2'
    ? Math.sqrt(sumOfSquares(theta))
    : theta.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
}

/** θ between the record (0) and θ itself (1): scaled in L2, clipped in L∞ to this share of its size. */
export function shrunk(theta: Float64Array, share: number, norm: AttackNorm = 'linf'): Float64Array {
  if (norm === 'l2') return theta.map((value) => share * value);
  const bound = share * sizeOf(theta);
  return theta.map((value) => Math.min(bound, Math.max(-bound, value)));
}

function within(theta: Float64Array, size: number, { epsilonUnits, norm }: Options): Float64Array {
  return size > epsilonUnits && size < Infinity ? shrunk(theta, epsilonUnits / size, norm) : theta;
}

function openSearch<O extends Options>(
  batch: AttackBatch,
  index: number,
  options: O,
  search: (space: SearchedSpace<O>) => LabelSearch,
): Search {
  const record = openRecord(batch, index, options);
  const samples = record.valid.end - record.valid.start;
  const asking = fromRecord(
    search({ samples, options, random: recordRandom(options.seed, record.x, PURPOSE) }),
    samples,
  );
  return { ...record, asking, asked: asking.next().value, smallest: new Float64Array(samples), size: Infinity };
}

/** The record itself is shown first: what has reached the goal needs no search. */
function* fromRecord(search: LabelSearch, samples: number): LabelSearch {
  yield [new Float64Array(samples)];
  return yield* search;
}
