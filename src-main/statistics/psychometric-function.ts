import { AppError } from '../../src-shared/errors/app-error.ts';
import { psychometricFunction, type Psychometric } from '../../src-shared/study/psychometric.ts';
import { minimise } from '../numeric/minimise.ts';
import { assertCounts } from './counts.ts';

/** The answers to all pairs of one size of perturbation. */
export interface Level {
  /** µV, above 0. */
  size: number;
  correct: number;
  n: number;
}

/** What a reader misses by blinking or pressing the wrong key; without a bound it takes up what belongs to the slope. */
const MAX_LAPSES = 0.06;

/** The threshold is looked for as far as this factor beyond the sizes that were shown. */
const BEYOND = 10;
const SLOPES = [0.3, 20] as const;

/**
 * θ, β and λ by maximum likelihood, λ from 0 to 0.06 and β from 0.3 to 20. `from`: a fit of similar data to begin at.
 * Throws AppError 'bad-input' for fewer than three sizes, a size that is not above 0, or impossible counts.
 */
export function fitPsychometric(levels: readonly Level[], from?: Psychometric): Psychometric {
  assertLevels(levels);
  const logs = levels.map(({ size }) => Math.log(size));
  const [least, most] = [Math.min(...logs) - Math.log(BEYOND), Math.max(...logs) + Math.log(BEYOND)];
  const at = ([threshold, ...others]: number[]): Psychometric => ({
    threshold: Math.exp(within(threshold as number, least, most)),
    ...shapeAt(others),
  });
  const starts = from ? [[Math.log(from.threshold), ...pointOf(from)]] : logs.map((log) => [log, 1, 0.3]);
  // Simulated readers are fitted by the thousand, from close by.
  const options = from
    ? { step: 0.3, tolerance: 1e-3, maxEvaluations: 120, twice: false }
    : { step: 0.5, tolerance: 1e-9 };
  const found = starts.map((start) => minimise((point) => deviance(levels, at(point)), start, options));
  return at(found.reduce((a, b) => (a.value <= b.value ? a : b)).at);
}

/** Slope and lapses at a point of the simplex, and the point that they lie at. */
const shapeAt = ([slope, lapses]: number[]): Omit<Psychometric, 'threshold'> => ({
  slope: Math.exp(within(slope as number, Math.log(SLOPES[0]), Math.log(SLOPES[1]))),
  lapses: within(lapses as number, 0, 1) * MAX_LAPSES,
});
const pointOf = ({ slope, lapses }: Psychometric): number[] => [Math.log(slope), lapses / MAX_LAPSES];

/** Where the search for slope and lapses begins besides the fit: the deviance can have more than one valley. */
const SHAPES = [
  [0, 0.1],
  [0.7, 0.3],
  [1.5, 0.8],
];

/** The least deviance with this threshold given, by the best slope and lapses. `fit`: without it given. */
export function profileDeviance(levels: readonly Level[], threshold: number, fit: Psychometric): number {
  const found = [pointOf(fit), ...SHAPES].map((start) =>
    minimise((point) => deviance(levels, { threshold, ...shapeAt(point) }), start, { step: 0.5, tolerance: 1e-9 }),
  );
  return Math.min(...found.map(({ value }) => value));
}

/** Folded back at both ends, so that a simplex has a slope everywhere. */
function within(value: number, low: number, high: number): number {
  const turned = Math.abs((((value - low) % (2 * (high - low))) + 2 * (high - low)) % (2 * (high - low)));
  return low + (turned > high - low ? 2 * (high - low) - turned : turned);
}

/** 2·Σ ln of the likelihood of the observed shares over that of the fitted ones: 0 for a perfect fit. */
export function deviance(levels: readonly Level[], fitted: Psychometric): number {
  return levels.reduce((sum, { size, correct, n }) => {
    const p = psychometricFunction(fitted, size);
    return sum + 2 * (part(correct, n * p) + part(n - correct, n * (1 - p)));
  }, 0);
}

const part = (observed: number, expected: number): number =>
  observed === 0 ? 0 : observed * Math.log(observed / Math.max(expected, 1e-300));

function assertLevels(levels: readonly Level[]): void {
  const sizes = new Set(levels.map(({ size }) => size));
  if (sizes.size < 3)
    throw new AppError('bad-input', `There are ${sizes.size} sizes of perturbation: a threshold needs three or more.`);
  for (const { size, correct, n } of levels) {
    if (!(size > 0)) throw new AppError('bad-input', `A size of perturbation is ${size} µV: give one above 0.`);
    assertCounts(correct, n);
  }
}
