import type { GapPolicy } from '../../../../src-shared/datasets/gap-policy.ts';
import { count, decimal } from '../../../../src-shared/format/number.ts';
import type { SignalSamples } from '../../formats/format.ts';

/** An answer that files suggest, and why. */
export interface Supposition<T> {
  value: T;
  because: string;
}

/** Seconds that an ECG is usually recorded for, and the rates of recorders. */
const USUAL_SECONDS = [10, 30];
const USUAL_RATES_HZ = [
  100, 125, 128, 150, 200, 240, 250, 256, 257, 300, 360, 400, 500, 512, 600, 800, 977, 1000, 2000,
];
/** What a tracing spans from its lowest to its highest, without the extreme hundredth, in mV. */
const USUAL_SPAN_MV = { least: 0.3, most: 8 };
/** Numbers below it may as well be steps of a recorder, of which 200 make 1 mV. */
const LEAST_SPAN_UV = 800;
/** Over longer gaps a straight line may hide a beat. */
const MOST_INTERPOLATED_MS = 100;

/** The sampling rate at which all of these lengths are usual; undefined where none or several are. */
export function supposedRate(lengths: readonly number[]): Supposition<number> | undefined {
  const [first] = lengths;
  if (first === undefined || lengths.some((length) => length !== first)) return undefined;
  const [only, second] = USUAL_SECONDS.filter((seconds) => USUAL_RATES_HZ.includes(first / seconds));
  if (only === undefined || second !== undefined) return undefined;
  return { value: first / only, because: `${count(first)} samples are then ${only} s` };
}

/** The unit in which tracings of such numbers have the size of an ECG; undefined where it could be another. */
export function supposedUnit(tracings: readonly ArrayLike<number>[]): Supposition<string> | undefined {
  const span = median(tracings.map(spanOf));
  const isUsual = (perMv: number): boolean => span >= USUAL_SPAN_MV.least * perMv && span <= USUAL_SPAN_MV.most * perMv;
  if (isUsual(1)) return { value: 'mV', because: `the tracings then span about ${decimal(span, 1)} mV` };
  if (isUsual(1e-3)) return { value: 'V', because: `the tracings then span about ${decimal(span * 1000, 1)} mV` };
  if (!isUsual(1000) || span < LEAST_SPAN_UV) return undefined;
  return { value: 'µV', because: `the tracings then span about ${decimal(span / 1000, 1)} mV` };
}

/** What loses least of records with these gaps without hiding a beat; undefined where there are none. */
export function supposedGaps(signals: readonly SignalSamples[]): Supposition<GapPolicy> | undefined {
  const gaps = signals.flatMap(({ missing, samplingHz, samples }) =>
    missing.map(({ from, to }) => ({
      ms: ((to - from) / samplingHz) * 1000,
      isAtEnd: from === 0 || to === samples.length,
    })),
  );
  if (gaps.length === 0) return undefined;
  const longestMs = gaps.reduce((most, { ms }) => Math.max(most, ms), 0);
  const because = `the longest gap in those looked at is ${decimal(longestMs / 1000, 2)} s`;
  const isShort = longestMs <= MOST_INTERPOLATED_MS && !gaps.some(({ isAtEnd }) => isAtEnd);
  return { value: isShort ? { kind: 'interpolate', mostMs: MOST_INTERPOLATED_MS } : { kind: 'longest' }, because };
}

function spanOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return at(0.995) - at(0.005);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
