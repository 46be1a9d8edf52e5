import { sumOf } from '../../numeric/sums.ts';

const MOST_STEPS = 30;
const TOLERANCE = 1e-6;

/**
 * Weights of a logistic regression that says which of two is the real one by the difference of their cues, real minus
 * made. It has no intercept: with both swapped it says the opposite. `penalty` is that of the squared weights
 * (ridge); the maximum is found by Newton's method (le Cessie and van Houwelingen 1992). All rows are of one length.
 */
export function fitPairs(rows: readonly (readonly number[])[], penalty: number): number[] {
  const size = rows[0]?.length ?? 0;
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = weights.map((weight) => -penalty * weight);
    const curvature = weights.map((_, i) => weights.map((__, j) => (i === j ? penalty : 0)));
    for (const row of rows) {
      const wrong = 1 / (1 + Math.exp(dot(row, weights)));
      const spread = wrong * (1 - wrong);
      row.forEach((a, i) => {
        gradient[i]! += wrong * a;
        const curved = curvature[i]!;
        row.forEach((b, j) => (curved[j]! += spread * a * b));
      });
    }
    const change = solve(curvature, gradient);
    change.forEach((by, i) => (weights[i]! += by));
    if (change.every((by) => Math.abs(by) < TOLERANCE)) break;
  }
  return weights;
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return sumOf(a, (value, i) => value * b[i]!);
}

/** x of matrix · x = right by Cholesky's method; the matrix is symmetric and positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const lower = matrix.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = lower[i]![j]! - dot(lower[i]!.slice(0, j), lower[j]!.slice(0, j));
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
  }
  const x = [...right];
  for (let i = 0; i < n; i++) x[i] = (x[i]! - dot(lower[i]!.slice(0, i), x.slice(0, i))) / lower[i]![i]!;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= lower[j]![i]! * x[j]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
