import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { mean } from '../../numeric/sums.ts';
import { findRPeaks } from './r-peaks.ts';

export interface TwoTracings {
  /** x and x′ of one record, (n,), ADC units. */
  original: ArrayLike<number>;
  adversarial: ArrayLike<number>;
  samplingHz: number;
  unitsPerMv: number;
}

/** How the beats of x′ differ from those of x. Null where too few beats (under two for R-R) are found in both. */
export interface BeatChanges {
  /** R peaks of x; those of them that are not in x′; those of x′ that are not in x. */
  beats: number;
  beatsLost: number;
  beatsGained: number;
  /** |ΔRR| of the intervals between two beats that are consecutive in both. */
  rrMeanChangeMs: number | null;
  rrMaxChangeMs: number | null;
  /**
   * |Δ| of the amplitude of the QRS complex, highest minus lowest sample within 60 ms of its R peak in x: at most
   * twice the largest |δ|. Percentages are of the amplitude in x.
   */
  qrsMeanChangeUv: number | null;
  qrsMaxChangeUv: number | null;
  qrsMeanChangePercent: number | null;
  qrsMaxChangePercent: number | null;
}

/** Two R peaks no further apart than this are one beat. */
const SAME_BEAT_S = 0.05;
/** The QRS complex reaches this far from its R peak. */
const QRS_HALF_S = 0.06;

/** Change of R-R intervals and of QRS amplitude between x and x′ (docs/methods.md, size and shape of a perturbation), by the R peaks found in each. */
export function compareBeats({ original, adversarial, samplingHz, unitsPerMv }: TwoTracings): BeatChanges {
  const before = findRPeaks(original, samplingHz);
  const after = findRPeaks(adversarial, samplingHz);
  const partner = matchBeats(before, after, SAME_BEAT_S * samplingHz);
  const matched = partner.filter((index) => index !== undefined).length;

  const rr = before.slice(1).flatMap((peak, i) => {
    const [here, next] = [partner[i], partner[i + 1]];
    if (here === undefined || next === undefined || next !== here + 1) return [];
    const change = (after[next] as number) - (after[here] as number) - (peak - (before[i] as number));
    return [(1000 * Math.abs(change)) / samplingHz];
  });
  const half = Math.round(QRS_HALF_S * samplingHz);
  const qrs = before.flatMap((peak, i) => {
    if (partner[i] === undefined) return [];
    const size = amplitude(original, peak, half);
    // In the same window: one that moved with the peak would measure what it cuts off the slopes at its ends.
    const change = Math.abs(amplitude(adversarial, peak, half) - size);
    return [{ microvolts: unitsToMicrovolts(change, unitsPerMv), percent: size > 0 ? (100 * change) / size : null }];
  });
  const microvolts = qrs.map((beat) => beat.microvolts);
  const percents = qrs.flatMap(({ percent }) => percent ?? []);
  return {
    beats: before.length,
    beatsLost: before.length - matched,
    beatsGained: after.length - matched,
    rrMeanChangeMs: mean(rr),
    rrMaxChangeMs: largest(rr),
    qrsMeanChangeUv: mean(microvolts),
    qrsMaxChangeUv: largest(microvolts),
    qrsMeanChangePercent: mean(percents),
    qrsMaxChangePercent: largest(percents),
  };
}

/**
 * For each position in `a` (sorted) the index of the nearest in `b` (sorted) within `reach`, provided that the nearest
 * in `a` to that one is the same; else undefined.
 * @internal Exported for its tests.
 */
export function matchBeats(a: readonly number[], b: readonly number[], reach: number): (number | undefined)[] {
  const nearest = (from: readonly number[], to: readonly number[]): (number | undefined)[] => {
    let index = 0;
    return from.map((value) => {
      while (index + 1 < to.length && distance(to, index + 1, value) < distance(to, index, value)) index += 1;
      return distance(to, index, value) <= reach ? index : undefined;
    });
  };
  const back = nearest(b, a);
  return nearest(a, b).map((index, i) => (index !== undefined && back[index] === i ? index : undefined));
}

function distance(values: readonly number[], index: number, from: number): number {
  return Math.abs((values[index] ?? Infinity) - from);
}

/** Highest minus lowest sample around an R peak. */
function amplitude(signal: ArrayLike<number>, peak: number, half: number): number {
  let [top, bottom] = [-Infinity, Infinity];
  const middle = Math.round(peak);
  for (let i = Math.max(0, middle - half); i <= Math.min(signal.length - 1, middle + half); i += 1) {
    top = Math.max(top, signal[i] as number);
    bottom = Math.min(bottom, signal[i] as number);
  }
  return top - bottom;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((top, value) => Math.max(top, value), 0);
}
