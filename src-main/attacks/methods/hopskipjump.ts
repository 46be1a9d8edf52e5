import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { between, gaussian, type RandomGenerator } from '../../numeric/random.ts';
import { sumOfSquares } from '../../numeric/sums.ts';
import { defineLabelAttack, shrunk, sizeOf, type LabelSearch, type SearchedSpace } from './parts/label-search.ts';

type Options = OptionsOf<'hopskipjump'>;

/** Sizes of the noise that it starts from, as multiples of ε. */
const FAR = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** How closely the boundary is bisected, as a share of the distance. */
const CLOSE = 1e-4;
/** Probes in the first step; √t times as many in step t. */
const FIRST_PROBES = 100;
/** How far a probe goes from the boundary, as a share of the distance: in the first step and afterwards. */
const [FIRST_REACH, REACH] = [0.1, 0.01];
/** Halvings of a step before the direction is given up. */
const HALVINGS = 20;

/**
 * HopSkipJump (Chen, Jordan and Wainwright 2020): from noise that fools, back to the decision boundary by bisection; there the slope is
 * estimated by the labels φ = ±1 of probes on all sides, ĝ = mean of (φ − φ̄)·u, a step along it (its sign in L∞) of distance/√t is halved
 * until it fools, and so on from the boundary. A probe goes a hundredth of the distance, not the paper's 1/d of it, which
 * single precision does not resolve in records of thousands of samples.
 */
export const attack = defineLabelAttack<Options>(function* (space) {
  const { norm } = space.options;
  let theta = yield* toBoundary(yield* start(space), space);
  for (let t = 1; ; t++) {
    const distance = sizeOf(theta, norm);
    const reach = (t === 1 ? FIRST_REACH : REACH) * sizeOf(theta, 'l2');
    const slope = yield* estimate(theta, reach, Math.floor(FIRST_PROBES * Math.sqrt(t)), space);
    const direction = norm === 'l2' ? unit(slope) : slope.map(Math.sign);
    let step = distance / Math.sqrt(t);
    for (let halving = 0; halving < HALVINGS; halving++, step /= 2) {
      const next = plus(theta, direction, step);
      const [fools] = yield [next];
      if (fools !== true) continue;
      theta = yield* toBoundary(next, space);
      break;
    }
  }
});

/** Noise that fools, of the least size of several. */
function* start({ samples, random, options }: SearchedSpace<Options>): LabelSearch<Float64Array> {
  for (;;) {
    const noise = Float64Array.from({ length: samples }, () => between(random, -1, 1));
    const scale = options.epsilonUnits / sizeOf(noise, options.norm);
    const tried = FAR.map((times) => noise.map((value) => times * scale * value));
    const fools = yield tried;
    const first = fools.indexOf(true);
    if (first >= 0) return tried[first]!;
  }
}

/** The θ nearest to the record between it and this θ, which fools, that still does. */
function* toBoundary(theta: Float64Array, { options: { norm } }: SearchedSpace<Options>): LabelSearch<Float64Array> {
  let [low, high] = [0, 1];
  while (high - low > CLOSE * high) {
    const middle = (low + high) / 2;
    const [fools] = yield [shrunk(theta, middle, norm)];
    if (fools === true) high = middle;
    else low = middle;
  }
  return shrunk(theta, high, norm);
}

/** ĝ at θ, on the boundary. */
function* estimate(
  theta: Float64Array,
  reach: number,
  probes: number,
  { samples, random, options }: SearchedSpace<Options>,
): LabelSearch<Float64Array> {
  const directions = Array.from({ length: probes }, () => drawDirection(samples, random, options));
  const fools = yield directions.map((u) => plus(theta, u, reach));
  const phi = fools.map((each) => (each ? 1 : -1));
  const mean = phi.reduce((sum, value) => sum + value, 0) / phi.length;
  // Where all labels agree, they say only on which side of the boundary the probes are.
  const baseline = Math.abs(mean) === 1 ? 0 : mean;
  const slope = new Float64Array(samples);
  phi.forEach((value, b) => {
    const u = directions[b]!;
    for (let i = 0; i < samples; i++) slope[i]! += ((value - baseline) * u[i]!) / probes;
  });
  return slope;
}

function drawDirection(samples: number, random: RandomGenerator, { norm }: Options): Float64Array {
  const draw = norm === 'l2' ? (): number => gaussian(random) : (): number => between(random, -1, 1);
  return unit(Float64Array.from({ length: samples }, draw));
}

function unit(v: Float64Array): Float64Array {
  const size = Math.sqrt(sumOfSquares(v)) || 1;
  return v.map((value) => value / size);
}

function plus(theta: Float64Array, direction: Float64Array, step: number): Float64Array {
  return theta.map((value, i) => value + step * direction[i]!);
}
