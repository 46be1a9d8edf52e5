/** A tracing that stays at one value for this long was padded, or the electrodes were off. */
const LEAST_S = 0.5;

/**
 * The samples of x (n,) between a flat start and a flat end of at least half a second each, `start` … `end` − 1: all of
 * them if there is neither, none if x is flat throughout.
 * @internal Exported for its tests.
 */
export function withoutFlatEnds(x: ArrayLike<number>, samplingHz: number): { start: number; end: number } {
  const n = x.length;
  const least = LEAST_S * samplingHz;
  let start = 0;
  while (start < n && x[start] === x[0]) start += 1;
  let end = n;
  while (end > start && x[end - 1] === x[n - 1]) end -= 1;
  return { start: start >= least ? start : 0, end: n - end >= least || start === n ? end : n };
}

/** Whether δ = x′ − x differs from 0 at a flat start or end of x. */
export function perturbsFlatEnds(x: ArrayLike<number>, adversarial: ArrayLike<number>, samplingHz: number): boolean {
  const { start, end } = withoutFlatEnds(x, samplingHz);
  for (let i = 0; i < x.length; i += 1) {
    if ((i < start || i >= end) && x[i] !== adversarial[i]) return true;
  }
  return false;
}
