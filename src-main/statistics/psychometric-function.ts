import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Psychometric } from '../../src-shared/study/psychometric.ts';
import { assertCounts } from './counts.ts';
import { curveAt, deviance, pointOf, search, type Level, type Point } from './psychometric-search.ts';

/** ln β and λ as a share of its bound where a search begins: the deviance can have more than one valley. */
const SHAPES = [
  [-0.5, 0.3],
  [0, 0.1],
  [0.7, 0.3],
  [1.5, 0.8],
  [2.2, 0.1],
  [2.2, 0.9],
] as const;

/**
 * θ, β and λ by maximum likelihood, λ from 0 to 0.06 and β from 0.3 to 20. `from`: a fit of similar data to begin at.
 * Throws AppError 'bad-input' for fewer than three sizes, a size that is not above 0, or impossible counts.
 */
export function fitPsychometric(levels: readonly Level[], from?: Psychometric): Psychometric {
  assertLevels(levels);
  const everywhere = levels.flatMap(({ size }) => SHAPES.map((shape): Point => [Math.log(size), ...shape]));
  return curveAt(best(levels, from ? [pointOf(from)] : everywhere));
}

/** The least deviance with this threshold given, by the best slope and lapses. `fit`: without it given. */
export function profileDeviance(levels: readonly Level[], threshold: number, fit: Psychometric): number {
  const [, ...own] = pointOf(fit);
  const starts = [own, ...SHAPES].map((shape): Point => [Math.log(threshold), ...shape]);
  return deviance(levels, curveAt(best(levels, starts, { given: true })));
}

function best(levels: readonly Level[], starts: readonly Point[], options?: { given: boolean }): Point {
  return starts.map((start) => search(levels, start, options)).reduce((a, b) => (a.value <= b.value ? a : b)).at;
}

function assertLevels(levels: readonly Level[]): void {
  const sizes = new Set(levels.map(({ size }) => size));
  if (sizes.size < 3)
    throw new AppError('bad-input', `There are ${sizes.size} sizes of perturbation: a threshold needs three or more.`);
  for (const { size, correct, n } of levels) {
    if (!(size > 0)) throw new AppError('bad-input', `A size of perturbation is ${size} µV: give one above 0.`);
    assertCounts(correct, n);
  }
}
