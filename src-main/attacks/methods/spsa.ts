import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { reachesGoal } from '../../../src-shared/attacks/outcome.ts';
import { classOf } from '../../numeric/logits.ts';
import { below, uniform, type RandomGenerator } from '../../numeric/random.ts';
import { defineBlackBoxAttack } from './parts/attack.ts';
import { openRecord, type RecordSearch } from './parts/record-search.ts';
import { advantageOf } from '../objective/advantage.ts';
import type { AttackBatch, ValidRange } from '../objective/batch.ts';
import { averagedKernel } from '../smoothing/kernels.ts';
import { finiteLogits } from '../outcome/finite-logits.ts';
import { quantise } from '../objective/quantise.ts';
import { recordRandom } from '../../numeric/record-random.ts';
import { smoothSignal } from '../smoothing/smooth-signal.ts';

type SpsaOptions = OptionsOf<'spsa'>;

/** The state of one record's search. */
interface Search extends RecordSearch {
  random: RandomGenerator;
  theta: Float64Array;
  /** δ(θ). */
  delta: Float64Array;
  zeroSteps: number;
}

/**
 * SAP's search without a gradient: simultaneous perturbation (Spall 1992; Uesato et al. 2018) of the θ of
 * δ(θ) = K̄ ⊗ θ. Each step shows the classifier pairs x + δ(θ ± cΔ), Δ of ±1 constant over blocks, estimates the slope of
 * the margin as ĝ = mean of Δ·(m₊ − m₋)/2c, and moves θ ← clip(θ + α·sign ĝ, ±ε), from θ₀ = 0.
 *
 * Before the first step and after each, x′ is quantised as it would be stored and classified. A record that has reached
 * its goal there (a class other than its label; its target) is left unchanged and makes no more queries, so that
 * `queries` is the cost of its example. `zeroGradientSteps` are the steps at which no pair made a difference. What is
 * drawn for a record depends only on the seed and its own samples. Throws AppError: cancelled; damaged if a logit is
 * not a number.
 */
export const attack = defineBlackBoxAttack<SpsaOptions>(async (forward, batch, options, hooks = {}) => {
  const { spsaSteps, spsaPairs, blockSamples, probeUnits } = options;
  const kernel = averagedKernel(options.kernels);
  const searches = batch.x.map((_, index) => openSearch(batch, index, options));

  /** δ(θ), linear in θ. */
  const shape = ({ valid }: Search, theta: Float64Array): Float64Array =>
    options.padding === 'masked'
      ? masked(smoothSignal(masked(theta, valid), kernel), valid)
      : smoothSignal(theta, kernel);
  const ask = async (asked: { search: Search; signal: Float32Array }[]): Promise<Float32Array[]> => {
    const logits = await forward(
      asked.map(({ signal }) => signal),
      { signal: hooks.signal },
    );
    return asked.map(({ search }, i) => {
      search.queries += 1;
      return finiteLogits(logits[i]!, search.index);
    });
  };
  const unfinished = async (among: Search[]): Promise<Search[]> => {
    const signals = among.map(({ original, x, delta, valid }) =>
      Float32Array.from(quantise(original, plus(x, delta), options, valid)),
    );
    const logits = await ask(among.map((search, i) => ({ search, signal: signals[i]! })));
    return among.filter(({ label, target }, i) => !reachesGoal(label, classOf(logits[i]!), target));
  };

  let open = await unfinished(searches);
  for (let step = 1; step <= spsaSteps && open.length > 0; step++) {
    if (hooks.signal?.aborted)
      throw new AppError('cancelled', `Stopped after ${step - 1} of ${spsaSteps} attack steps.`);
    const probes = open.flatMap((search) =>
      Array.from({ length: spsaPairs }, () => {
        const direction = blockSigns(search.x.length, blockSamples, search.random);
        return { search, direction, reach: shape(search, direction).map((value) => probeUnits * value) };
      }),
    );
    const margins = (
      await ask(
        probes.flatMap(({ search, reach }) => [
          { search, signal: plus(search.x, search.delta, reach, 1) },
          { search, signal: plus(search.x, search.delta, reach, -1) },
        ]),
      )
    ).map((logits, i) => advantageOf(logits, probes[Math.floor(i / 2)]!.search));
    open.forEach((search, at) => {
      const own = { from: at * spsaPairs, to: (at + 1) * spsaPairs };
      climb(search, probes.slice(own.from, own.to), margins.slice(2 * own.from, 2 * own.to), options);
      search.delta = shape(search, search.theta);
    });
    open = await unfinished(open);
    hooks.onStep?.(step, spsaSteps);
  }
  return {
    adversarial: searches.map(({ x, delta, valid }) => plus(x, masked(delta, valid))),
    queries: searches.map(({ queries }) => queries),
    zeroGradientSteps: searches.map(({ zeroSteps }) => zeroSteps),
  };
});

/** θ ← clip(θ + α·sign ĝ, ±ε), from the margins on both sides of each probe. */
function climb(
  search: Search,
  probes: readonly { direction: Float64Array }[],
  margins: readonly number[],
  { alphaUnits, epsilonUnits }: SpsaOptions,
): void {
  const slope = new Float64Array(search.theta.length);
  probes.forEach(({ direction }, i) => {
    const rise = margins[2 * i]! - margins[2 * i + 1]!;
    direction.forEach((sign, sample) => (slope[sample]! += rise * sign));
  });
  if (slope.every((value) => value === 0)) search.zeroSteps += 1;
  search.theta = search.theta.map((value, sample) => {
    const moved = value + alphaUnits * Math.sign(slope[sample]!);
    return Math.min(epsilonUnits, Math.max(-epsilonUnits, moved));
  });
}

function openSearch(batch: AttackBatch, index: number, options: SpsaOptions): Search {
  const record = openRecord(batch, index, options);
  const samples = record.x.length;
  return {
    ...record,
    random: recordRandom(options.seed, record.x),
    theta: new Float64Array(samples),
    delta: new Float64Array(samples),
    zeroSteps: 0,
  };
}

/** −1 or 1 for each block of samples; the first block begins anywhere, so that no sample is always at an edge. */
function blockSigns(samples: number, blockSamples: number, random: RandomGenerator): Float64Array {
  const signs = new Float64Array(samples);
  const first = 1 + below(random, blockSamples);
  for (let start = 0, end = first; start < samples; start = end, end += blockSamples) {
    signs.fill(uniform(random) < 0.5 ? -1 : 1, start, end);
  }
  return signs;
}

function plus(x: Float32Array, delta: Float64Array, reach?: Float64Array, side = 0): Float32Array {
  return x.map((value, i) => value + delta[i]! + (reach ? side * reach[i]! : 0));
}

function masked(v: Float64Array, { start, end }: ValidRange): Float64Array {
  if (start === 0 && end === v.length) return v;
  return v.map((value, i) => (i >= start && i < end ? value : 0));
}
