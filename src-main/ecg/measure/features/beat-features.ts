import { mean } from '../../../numeric/sums.ts';
import { finite, medianOf, quantile, shareOf, sortedOf, spread } from './summary.ts';

/** What of a beat is looked at, s from its R peak. */
const BEFORE_S = 0.3;
const AFTER_S = 0.45;
const WINDOWS = {
  p: [-0.26, -0.08],
  pq: [-0.08, -0.05],
  qrs: [-0.06, 0.08],
  st: [0.08, 0.14],
  t: [0.14, 0.42],
} as const;
/** A wave is as wide as it is above this share of its height. */
const WIDTH_SHARE = 0.5;

/**
 * Shape of the median beat (P wave, QRS complex, ST, T wave), and how alike the beats are, of a filtered signal in µV;
 * NaN without beats that lie whole in it.
 */
export function beatFeatures(wave: Float64Array, peaks: readonly number[], samplingHz: number): Record<string, number> {
  const [before, after] = [Math.round(BEFORE_S * samplingHz), Math.round(AFTER_S * samplingHz)];
  const whole = peaks.map(Math.round).filter((peak) => peak >= before && peak + after < wave.length);
  const beats = whole.map((peak) => levelled(wave.subarray(peak - before, peak + after + 1)));
  const template = Float64Array.from({ length: beats.length === 0 ? 0 : before + after + 1 }, (_, i) =>
    medianOf(beats.map((beat) => beat[i] as number)),
  );
  const part = (values: Float64Array, [from, to]: readonly [number, number]): Float64Array =>
    values.subarray(before + Math.round(from * samplingHz), before + Math.round(to * samplingHz) + 1);
  const qrs = part(template, WINDOWS.qrs);
  const height = range(qrs);
  const alike = sortedOf(beats.map((beat) => correlation(beat, template)));
  const alikeP = beats.map((beat) => correlation(part(beat, WINDOWS.p), part(template, WINDOWS.p)));
  const heights = beats.map((beat) => range(part(beat, WINDOWS.qrs)));
  const areas = beats.map((beat) => mean(part(beat, WINDOWS.qrs).map(Math.abs)) ?? NaN);
  const usual = medianOf(heights);
  const p = part(template, WINDOWS.p);
  const t = part(template, WINDOWS.t);
  const scatter = (window: readonly [number, number]): number => {
    const usualPart = part(template, window);
    const distances = beats.map((beat) =>
      spread(part(beat, window).map((value, i) => value - (usualPart[i] as number))),
    );
    return medianOf(distances) / height;
  };
  return {
    beat_alike_mean: mean(alike) ?? NaN,
    beat_alike_least: alike[0] ?? NaN,
    beat_alike_p10: quantile(alike, 0.1),
    beat_alike_p25: quantile(alike, 0.25),
    beat_unlike: shareOf([...alike], (value) => value < 0.8),
    qrs_height: height,
    qrs_height_cv: finite(spread(heights) / usual),
    qrs_height_most: finite(Math.max(...heights) / usual),
    qrs_area_most: finite(Math.max(...areas) / medianOf(areas)),
    qrs_up: finite(highest(qrs) / height),
    qrs_width: widthOf(template, before, WIDTH_SHARE) / samplingHz,
    qrs_width_low: widthOf(template, before, 0.15) / samplingHz,
    p_height: finite(range(p) / height),
    p_height_uv: range(p),
    p_peak: finite(highest(p) / height),
    p_at: at(p) / samplingHz,
    p_alike: mean(alikeP) ?? NaN,
    p_alike_p25: quantile(sortedOf(alikeP), 0.25),
    p_scatter: scatter(WINDOWS.p),
    p_over_scatter: finite(spread(p) / (scatter(WINDOWS.p) * height)),
    qrs_scatter: scatter(WINDOWS.qrs),
    t_scatter: scatter(WINDOWS.t),
    st_level: finite((mean(part(template, WINDOWS.st)) ?? NaN) / height),
    t_height: finite(range(t) / height),
    t_peak: finite(highest(t) / height),
    t_at: at(t) / samplingHz,
  };
}

/** What the median beat does not explain: from the signal, at each beat, the template scaled to it is taken. */
export function residualOf(wave: Float64Array, peaks: readonly number[], samplingHz: number): Float64Array {
  const [before, after] = [Math.round(0.06 * samplingHz), Math.round(0.4 * samplingHz)];
  const whole = peaks.map(Math.round).filter((peak) => peak >= before && peak + after < wave.length);
  const beats = whole.map((peak) => wave.subarray(peak - before, peak + after + 1));
  const rest = wave.slice();
  if (beats.length === 0) return rest;
  const template = Float64Array.from({ length: before + after + 1 }, (_, i) =>
    medianOf(beats.map((beat) => beat[i] as number)),
  );
  for (const peak of whole)
    for (let i = 0; i < template.length; i += 1) {
      const place = peak - before + i;
      rest[place] = (rest[place] as number) - (template[i] as number);
    }
  return rest;
}

function levelled(beat: Float64Array): Float64Array {
  const level = medianOf(beat);
  return beat.map((value) => value - level);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [middleA, middleB] = [mean(a) ?? 0, mean(b) ?? 0];
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [(a[i] as number) - middleA, (b[i] as number) - middleB];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return squareA * squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

const highest = (values: Float64Array): number => values.reduce((top, value) => Math.max(top, value), -Infinity);
const range = (values: Float64Array): number =>
  values.length === 0 ? NaN : highest(values) - values.reduce((low, value) => Math.min(low, value), Infinity);
const at = (values: Float64Array): number => (values.length === 0 ? NaN : values.indexOf(highest(values)));

/** Samples around the R peak in which the beat stays beyond a share of its height there. */
function widthOf(template: Float64Array, middle: number, share: number): number {
  const top = template[middle];
  if (top === undefined) return NaN;
  const stays = (i: number): boolean => ((template[i] ?? 0) - share * top) * Math.sign(top) > 0;
  let [from, to] = [middle, middle];
  while (from > 0 && stays(from - 1)) from -= 1;
  while (to + 1 < template.length && stays(to + 1)) to += 1;
  return to - from + 1;
}
