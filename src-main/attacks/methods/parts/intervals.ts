import type { AttackNorm } from '../../../../src-shared/attacks/fields.ts';
import { below, uniform, type RandomGenerator } from '../../../numeric/random.ts';
import { sumOfSquares } from '../../../numeric/sums.ts';

interface Budget {
  epsilonUnits: number;
  norm: AttackNorm;
}

/** θ (samples,) of the size ε: ±ε in L∞, pairs of bumps of either sign in L2, in intervals of this many samples. */
export function drawStart(
  samples: number,
  intervalSamples: number,
  { epsilonUnits, norm }: Budget,
  random: RandomGenerator,
): Float64Array {
  const theta = new Float64Array(samples);
  for (let start = 0; start < samples; start += intervalSamples) {
    const sign = drawSign(random);
    const size = Math.min(intervalSamples, samples - start);
    if (norm === 'linf') theta.fill(sign * epsilonUnits, start, start + size);
    else theta.set(pairOfBumps(size, sign), start);
  }
  return norm === 'linf' ? theta : scaledTo(theta, epsilonUnits);
}

/**
 * θ with one interval of this share of its samples moved to the edge of the budget. L∞: set to ε or −ε. L2: the energy of a
 * second interval goes to the first, there shaped as what was in it plus a pair of bumps; the size stays ε.
 */
export function drawMove(
  theta: Float64Array,
  share: number,
  { epsilonUnits, norm }: Budget,
  random: RandomGenerator,
): Float64Array {
  const samples = theta.length;
  const least = norm === 'linf' ? 1 : 3;
  const size = Math.min(samples, Math.max(least, Math.round(share * samples)));
  const draw = (): number => below(random, samples - size + 1);
  const moved = theta.slice();
  const start = draw();
  if (norm === 'linf') return moved.fill(drawSign(random) * epsilonUnits, start, start + size);

  const from = draw();
  const there = theta.slice(start, start + size);
  const thereSize = Math.sqrt(sumOfSquares(there)) || 1;
  const shape = pairOfBumps(size, drawSign(random)).map((value, i) => value + there[i]! / thereSize);
  moved.fill(0, start, start + size);
  moved.fill(0, from, from + size);
  const left = Math.max(0, epsilonUnits ** 2 - sumOfSquares(moved));
  moved.set(scaledTo(shape, Math.sqrt(left)), start);
  return scaledTo(moved, epsilonUnits);
}

/** η of the paper in one dimension, of size 1: a bump that rises to the middle of the first half, and one below 0 in the second. */
function pairOfBumps(size: number, sign: number): Float64Array {
  const half = Math.floor(size / 2);
  const both = Float64Array.from([...bump(half), ...bump(size - half).map((value) => -value)]);
  return scaledTo(both, sign);
}

/** Σ 1/(k + 1)² over intervals that grow by one sample to both sides of the middle. */
function bump(size: number): number[] {
  const middle = Math.floor(size / 2);
  return Array.from({ length: size }, (_, i) => {
    let height = 0;
    for (let k = Math.abs(i - middle); k <= middle; k++) height += 1 / (k + 1) ** 2;
    return height;
  });
}

function scaledTo(v: Float64Array, size: number): Float64Array {
  const now = Math.sqrt(sumOfSquares(v));
  return now === 0 ? v : v.map((value) => (value * size) / now);
}

const drawSign = (random: RandomGenerator): number => (uniform(random) < 0.5 ? -1 : 1);
