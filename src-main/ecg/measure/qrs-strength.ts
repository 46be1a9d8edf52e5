import { bandPass } from './zero-phase.ts';

/** Where the energy of the QRS complex lies, and that of P, T, wander and muscle does not. */
const QRS_BAND = { lowHz: 5, highHz: 20 };
/** The moving mean: about as long as a wide QRS complex. */
const QRS_S = 0.12;
/** A piece of this length contains a beat, however slow the heart; pieces start at this interval. */
const PIECE_S = 2;
const PIECE_EVERY_S = 0.5;
/** The level is the median over this much on both sides: shorter movement of the electrodes does not raise it. */
const LEVEL_REACH_S = 6;

/** Root mean square slope in the band of the QRS complex around each sample, (n,). */
export function qrsStrength(signal: ArrayLike<number>, samplingHz: number): Float64Array {
  const band = bandPass(signal, samplingHz, QRS_BAND);
  const n = band.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i += 1) {
    const slope = (band[Math.min(n - 1, i + 1)] as number) - (band[Math.max(0, i - 1)] as number);
    sums[i + 1] = (sums[i] as number) + slope * slope;
  }
  const half = Math.max(1, Math.round((QRS_S * samplingHz) / 2));
  return band.map((_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(n, i + half + 1)];
    return Math.sqrt(Math.max(0, (sums[to] as number) - (sums[from] as number)) / (2 * half + 1));
  });
}

/** The usual strength of a beat around each sample, (n,): the median of the largest strengths of short pieces. */
export function strengthLevel(strength: Float64Array, samplingHz: number): Float64Array {
  const n = strength.length;
  const every = Math.max(1, Math.round(PIECE_EVERY_S * samplingHz));
  const length = Math.min(n, Math.round(PIECE_S * samplingHz));
  const pieces = Math.max(1, Math.floor((n - length) / every) + 1);
  const tops = Array.from({ length: pieces }, (_, k) =>
    strength.subarray(k * every, k * every + length).reduce((top, value) => Math.max(top, value), 0),
  );
  const reach = Math.round(LEVEL_REACH_S / PIECE_EVERY_S);
  const medians = tops.map((_, k) => {
    const near = tops.slice(Math.max(0, k - reach), k + reach + 1).sort((a, b) => a - b);
    return near[near.length >> 1] as number;
  });
  return strength.map((_, i) => {
    const piece = Math.round((i - length / 2) / every);
    return medians[Math.max(0, Math.min(pieces - 1, piece))] as number;
  });
}
