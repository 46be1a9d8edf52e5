import { energySpectrum } from '../../numeric/spectrum.ts';
import { mean, sum, sumOf, sumOfSquares, variance } from '../../numeric/sums.ts';

/** Where the energy of the second differences stands among the cues. */
export const SECOND_DIFFERENCES = 1;

const BANDS_HZ = [0, 5, 15, 25, 40, 60, 100, 150];

/** Values of which nothing is left count as this, so that they have a logarithm. */
const LEAST = 1e-9;

/**
 * What a program that knows nothing of ECGs can read off the positions of one tracing, the same cues in the same order
 * for each: energies, amplitudes, divisibility, repeats, both ends and the length of the encoded message. Energies and
 * lengths of runs are logarithms, since they differ by factors.
 */
export function cuesOf(positions: readonly number[], samplingHz: number): number[] {
  return [
    ...differenceEnergies(positions),
    ...bandPowers(positions, samplingHz),
    ...amplitudes(positions),
    ...[2, 5, 10].map((divisor) => share(positions, (value) => value % divisor === 0)),
    ...repeats(positions),
    ...entropy(positions),
    positions[0] ?? 0,
    positions.at(-1) ?? 0,
    JSON.stringify(positions).length,
  ];
}

const log = (value: number): number => Math.log(Math.max(LEAST, value));

const share = (values: readonly number[], counts: (value: number, at: number) => boolean): number =>
  values.length === 0 ? 0 : sumOf(values, (value, at) => (counts(value, at) ? 1 : 0)) / values.length;

/** Of the first, second and third differences. */
function differenceEnergies(positions: readonly number[]): number[] {
  const energies: number[] = [];
  let differences = positions;
  for (let order = 1; order <= 3; order++) {
    differences = differences.slice(1).map((value, i) => value - differences[i]!);
    energies.push(log(sumOfSquares(differences) / Math.max(1, differences.length)));
  }
  return energies;
}

function bandPowers(positions: readonly number[], samplingHz: number): number[] {
  const n = positions.length;
  const centre = mean(positions) ?? 0;
  const spectrum = energySpectrum(positions.map((value) => value - centre));
  return BANDS_HZ.slice(1).map((to, i) => {
    const [first, last] = [BANDS_HZ[i]!, to].map((hz) => Math.ceil((hz * n) / samplingHz)) as [number, number];
    return log(sum(spectrum.subarray(first, last)) / n);
  });
}

function amplitudes(positions: readonly number[]): number[] {
  const [lowest, highest] = extremes(positions);
  const counted = [lowest, highest].map((extreme) => log(share(positions, (value) => value === extreme)));
  return [mean(positions) ?? 0, Math.sqrt(variance(positions)), lowest, highest, highest - lowest, ...counted];
}

export function extremes(values: readonly number[]): [lowest: number, highest: number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** Equal neighbours; the longest run, and those at the two ends. */
function repeats(positions: readonly number[]): number[] {
  const runs: number[] = [];
  positions.forEach((value, i) => {
    if (i > 0 && value === positions[i - 1]) runs[runs.length - 1]! += 1;
    else runs.push(1);
  });
  const equal = (positions.length - runs.length) / Math.max(1, positions.length);
  return [equal, log(extremes(runs)[1]), log(runs[0] ?? 0), log(runs.at(-1) ?? 0)];
}

/** Of the values, and how many different ones there are. */
function entropy(positions: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of positions) counts.set(value, (counts.get(value) ?? 0) + 1);
  const bits = sumOf(
    [...counts.values()],
    (count) => -(count / positions.length) * Math.log2(count / positions.length),
  );
  return [bits, counts.size];
}
