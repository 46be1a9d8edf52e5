import { psychometricFunction, type Psychometric } from '../../src-shared/study/psychometric.ts';

/** The answers to all pairs of one size of perturbation. */
export interface Level {
  /** µV, above 0. */
  size: number;
  correct: number;
  n: number;
}

/** ln θ, ln β and λ as a share of its bound. */
export type Point = [number, number, number];

/** What a reader misses by blinking or pressing the wrong key; without a bound it takes up what belongs to the slope. */
const MAX_LAPSES = 0.06;
const SLOPES = [0.3, 20] as const;
/** The threshold is looked for as far as this factor beyond the sizes that were shown. */
const BEYOND = 10;

/** A slope that is usual for seeing something in noise. */
const USUAL_SLOPE = 2;
/** Decides between curves that fit as well as each other, and moves no other by more than a millionth or so. */
const PULL = 1e-6;

const MAX_STEPS = 300;
const SMALL_STEP = 1e-11;
/** No longer a search, but a rounding error. */
const STUCK = 1e14;
const LEAST_WRONG = 1e-100;

export const curveAt = ([threshold, slope, lapses]: Point): Psychometric => ({
  threshold: Math.exp(threshold),
  slope: Math.exp(slope),
  lapses: lapses * MAX_LAPSES,
});
export const pointOf = ({ threshold, slope, lapses }: Psychometric): Point => [
  Math.log(threshold),
  Math.log(slope),
  lapses / MAX_LAPSES,
];

/**
 * The curve of the highest likelihood that is reached from `start`, by Newton's steps within the bounds, damped as
 * Levenberg and Marquardt's are until each goes down. Where the answers leave open which curve it is (a step between two
 * sizes can be as steep as it likes), a pull of a millionth towards the middle of the sizes, a slope of 2 and no lapses decides,
 * so that whoever computes it again finds the same one. `given`: the threshold stays where it is.
 */
export function search(levels: readonly Level[], start: Point, { given = false } = {}): { at: Point; value: number } {
  const logs = levels.map(({ size }) => Math.log(size));
  const lows: Point = [Math.min(...logs) - Math.log(BEYOND), Math.log(SLOPES[0]), 0];
  const highs: Point = [Math.max(...logs) + Math.log(BEYOND), Math.log(SLOPES[1]), 1];
  const centre: Point = [logs.reduce((a, b) => a + b, 0) / logs.length, Math.log(USUAL_SLOPE), 0];
  const valueAt = (at: Point): number =>
    deviance(levels, curveAt(at)) / 2 +
    (PULL / 2) * at.reduce((sum, x, i) => sum + (x - (centre[i] as number)) ** 2, 0);
  const rounding = 1e-14 * levels.reduce((sum, { n }) => sum + n, 0);
  const clamped = (at: Point): Point =>
    at.map((x, i) => (given && i === 0 ? x : Math.min(highs[i] as number, Math.max(lows[i] as number, x)))) as Point;
  let at = clamped(start);
  let value = valueAt(at);
  let damping = 1e-3;
  for (let i = 0; i < MAX_STEPS && damping < STUCK; i++) {
    const { gradient, hessian } = derivatives(levels, at, centre);
    const free = gradient.map(
      (g, j) => !(given && j === 0) && !(at[j] === lows[j] && g > 0) && !(at[j] === highs[j] && g < 0),
    );
    const step = newton(gradient, hessian, free, damping);
    const next = step && clamped(at.map((x, j) => x - (step[j] as number)) as Point);
    const found = next ? valueAt(next) : Infinity;
    if (!next || !(found <= value + rounding)) {
      damping *= 10;
      continue;
    }
    const moved = Math.max(...next.map((x, j) => Math.abs(x - (at[j] as number))));
    [at, value, damping] = [next, found, damping / 10];
    if (moved < SMALL_STEP) break;
  }
  return { at, value };
}

/** First and second derivatives of half the deviance and of the pull. */
function derivatives(levels: readonly Level[], [threshold, logSlope, t]: Point, centre: Point) {
  const slope = Math.exp(logSlope);
  const seen = 0.5 - t * MAX_LAPSES;
  const gradient = [threshold, logSlope, t].map((x, i) => PULL * (x - (centre[i] as number)));
  const hessian = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? PULL : 0)));
  for (const { size, correct, n } of levels) {
    const v = slope * (Math.log(size) - threshold);
    const u = Math.exp(v);
    const missed = Math.exp(-Math.LN2 * u);
    const wrong = Math.max(LEAST_WRONG, 0.5 * missed - t * MAX_LAPSES * Math.expm1(-Math.LN2 * u));
    const right = 1 - wrong;
    const rise = Math.LN2 * missed * u;
    const a = seen * rise;
    const bend = 1 - Math.LN2 * u;
    const first = [-slope * a, v * a, MAX_LAPSES * Math.expm1(-Math.LN2 * u)];
    const [tt, ts, ss] = [slope * slope * a * bend, -slope * a * (1 + bend * v), v * a * (1 + bend * v)];
    const [tl, sl] = [MAX_LAPSES * slope * rise, -MAX_LAPSES * v * rise];
    const second = [
      [tt, ts, tl],
      [ts, ss, sl],
      [tl, sl, 0],
    ];
    const once = correct / right - (n - correct) / wrong;
    const twice = correct / right ** 2 + (n - correct) / wrong ** 2;
    for (let i = 0; i < 3; i++) {
      gradient[i]! -= once * first[i]!;
      for (let j = 0; j < 3; j++) hessian[i]![j]! += twice * first[i]! * first[j]! - once * second[i]![j]!;
    }
  }
  return { gradient, hessian };
}

/** Solves (H + damping·|diagonal|)·x = g among the free ones, by Cholesky; null where it leads nowhere down. */
function newton(gradient: number[], hessian: number[][], free: boolean[], damping: number): number[] | null {
  const lower = [0, 1, 2].map(() => [0, 0, 0]);
  const x = [0, 0, 0];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = free[i] && free[j] ? hessian[i]![j]! : i === j ? 1 : 0;
      if (i === j && free[i]) sum += damping * (Math.abs(sum) + PULL);
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i === j && !(sum > 0 && sum < Infinity)) return null;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
    let sum = free[i] ? gradient[i]! : 0;
    for (let k = 0; k < i; k++) sum -= lower[i]![k]! * x[k]!;
    x[i] = sum / lower[i]![i]!;
  }
  for (let i = 2; i >= 0; i--) {
    for (let k = i + 1; k < 3; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
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
