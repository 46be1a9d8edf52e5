import { AppError } from '../../src-shared/errors/app-error.ts';

/** Refuses (AppError 'bad-input') anything but whole numbers 0 ≤ k ≤ n with n ≥ 1. */
export function assertCounts(k: number, n: number): void {
  if (!Number.isSafeInteger(n) || n < 1) throw invalid(`n is ${n}`, 'give a whole number of trials, at least 1');
  assertCount('k', k);
  if (k > n) throw invalid(`k is ${k} of n = ${n}`, 'give no more right answers than trials');
}

/** Refuses (AppError 'bad-input') anything but a whole number from 0. */
export function assertCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(`${name} is ${value}`, 'give a whole number from 0');
}

/** Refuses (AppError 'bad-input') anything outside [0, 1]. */
export function assertProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalid(`${name} is ${value}`, 'give a probability from 0 to 1');
}

/** Refuses (AppError 'bad-input') a confidence level, or an error rate, that is not strictly between 0 and 1. */
export function assertLevel(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw invalid(`${name} is ${value}`, 'give a number between 0 and 1, such as 0.95');
}

function invalid(found: string, cure: string): AppError {
  return new AppError('bad-input', `${found}: ${cure}.`);
}
