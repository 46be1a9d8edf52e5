import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { defineLabelAttack, type LabelSearch } from './parts/label-search.ts';

/** Radii at which the first direction is tried, as multiples of ε. */
const FAR = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** How closely a radius is bisected, as a share of ε. */
const CLOSE = 1e-3;

/**
 * RayS (Chen and Gu 2020): of all sign vectors d, the one along which the decision is nearest in L∞, r(d) = min {r: x + r·d fools}. From
 * d = 1, the signs of one interval after the other are turned, intervals being the whole record, its halves, its quarters and
 * so on; the turn is kept if x + r·d then fools at the smallest r so far, and r is bisected anew. By labels only, and without
 * a single number to choose.
 */
export const attack = defineLabelAttack<OptionsOf<'rays'>>(function* ({ samples, options: { epsilonUnits } }) {
  let d = new Float64Array(samples).fill(1);
  let radius = yield* radiusOf(d, Infinity, epsilonUnits);
  for (;;) {
    for (let size = samples, last = false; !last; size = Math.ceil(size / 2)) {
      last = size === 1;
      for (let start = 0; start < samples; start += size) {
        const turned = d.map((sign, i) => (i >= start && i < start + size ? -sign : sign));
        const found = yield* radiusOf(turned, radius, epsilonUnits);
        if (found < radius) [d, radius] = [turned, found];
      }
    }
  }
});

/** r(d) if it is below this; else ∞. */
function* radiusOf(d: Float64Array, below: number, epsilonUnits: number): LabelSearch<number> {
  const tried = below === Infinity ? FAR.map((times) => times * epsilonUnits) : [below];
  const fools = yield tried.map((radius) => d.map((sign) => radius * sign));
  const first = fools.indexOf(true);
  if (first < 0) return Infinity;
  let [low, high] = [tried[first - 1] ?? 0, tried[first]!];
  while (high - low > CLOSE * epsilonUnits) {
    const middle = (low + high) / 2;
    const [isEnough] = yield [d.map((sign) => middle * sign)];
    if (isEnough === true) high = middle;
    else low = middle;
  }
  return high;
}
