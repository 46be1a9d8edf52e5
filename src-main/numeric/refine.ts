import type { Minimum } from './minimise.ts';

/** Small enough for the fourth order to be a billionth, and large enough for rounding errors to be less. */
const STEP = 0.02;
/** What lies further off was no minimum, or is one of another valley. */
const NEAR = 0.05;
const ROUNDS = 4;

/**
 * A minimum of a smooth function of two variables to about 1e-8 of their scale, from one to 1e-4 or so: a search by values
 * alone ends where they differ by rounding errors, which is at the square root of those. Newton's method, with first derivatives
 * by differences of fourth order. Where there is no valley, as at a bound, what was given.
 */
export function refine(of: (at: number[]) => number, found: Minimum): Minimum {
  let [x, y] = found.at as [number, number];
  for (let round = 0; round < ROUNDS; round++) {
    const at = (i: number, j: number): number => of([x + i * STEP, y + j * STEP]);
    const slope = (far: number, near: number, back: number, behind: number): number =>
      (8 * (near - back) - (far - behind)) / (12 * STEP);
    const [here, right, left, up, down] = [at(0, 0), at(1, 0), at(-1, 0), at(0, 1), at(0, -1)];
    const gx = slope(at(2, 0), right, left, at(-2, 0));
    const gy = slope(at(0, 2), up, down, at(0, -2));
    const xx = (right - 2 * here + left) / STEP ** 2;
    const yy = (up - 2 * here + down) / STEP ** 2;
    const xy = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * STEP ** 2);
    const determinant = xx * yy - xy * xy;
    if (!(xx > 0 && determinant > 0)) return found;
    x -= (yy * gx - xy * gy) / determinant;
    y -= (xx * gy - xy * gx) / determinant;
    if (Math.hypot(x - (found.at[0] as number), y - (found.at[1] as number)) > NEAR) return found;
  }
  return { at: [x, y], value: of([x, y]) };
}
