import { mean, sumOf } from '../../../numeric/sums.ts';
import { finite, medianOf, quantile, shape, shareOf, sortedOf, spread } from './summary.ts';

/** Two changes of R-R of at most this are one place in the Lorenz plot, s. */
const CELL_S = 0.025;
const CELLS = 24;

/** R-R intervals: how long, how uneven, in which way. All NaN with fewer than three beats. `peaks`: samples. */
export function rhythmFeatures(peaks: readonly number[], samplingHz: number): Record<string, number> {
  const rr = peaks.slice(1).map((peak, i) => (peak - (peaks[i] as number)) / samplingHz);
  const changes = rr.slice(1).map((interval, i) => interval - (rr[i] as number));
  const sizes = changes.map(Math.abs);
  const sorted = sortedOf(rr);
  const middle = quantile(sorted, 0.5);
  const relative = rr.map((interval) => interval / middle);
  const average = mean(rr) ?? NaN;
  const second = changes.slice(1).map((change, i) => change - (changes[i] as number));
  const rms = Math.sqrt(mean(changes.map((change) => change ** 2)) ?? NaN);
  const deviation = spread(rr);
  return {
    rr_count: rr.length,
    rr_median: middle,
    rr_mean: average,
    rr_shortest: sorted[0] ?? NaN,
    rr_longest: sorted.at(-1) ?? NaN,
    rr_p10: quantile(sorted, 0.1) / middle,
    rr_p25: quantile(sorted, 0.25) / middle,
    rr_p75: quantile(sorted, 0.75) / middle,
    rr_p90: quantile(sorted, 0.9) / middle,
    rr_cv: deviation / average,
    rr_skewness: shape(rr).skewness,
    rr_kurtosis: shape(rr).kurtosis,
    rr_rmssd: rms / average,
    rr_change_median: medianOf(sizes) / middle,
    rr_change_p75: quantile(sortedOf(sizes), 0.75) / middle,
    rr_change_p90: quantile(sortedOf(sizes), 0.9) / middle,
    rr_second_median: medianOf(second.map(Math.abs)) / middle,
    rr_pnn20: shareOf(sizes, (size) => size > 0.02),
    rr_pnn50: shareOf(sizes, (size) => size > 0.05),
    rr_pnn100: shareOf(sizes, (size) => size > 0.1),
    rr_early: shareOf(relative, (share) => share < 0.8),
    rr_late: shareOf(relative, (share) => share > 1.25),
    rr_very_late: shareOf(relative, (share) => share > 1.6),
    rr_early_then_late: shareOf(relative, (share, i) => share < 0.85 && (relative[i + 1] ?? 0) > 1.1),
    rr_shortest_relative: (sorted[0] ?? NaN) / middle,
    rr_longest_relative: (sorted.at(-1) ?? NaN) / middle,
    rr_turning: shareOf(rr.slice(1, -1), (here, i) => (here - (rr[i] as number)) * (here - (rr[i + 2] as number)) > 0),
    rr_sd1_to_sd2: finite(spread(changes) / Math.sqrt(Math.max(0, 4 * deviation ** 2 - spread(changes) ** 2))),
    rr_serial: serial(rr, 1),
    rr_change_serial: serial(changes, 1),
    rr_sample_entropy: sampleEntropy(rr, 0.2 * deviation),
    rr_fixed_entropy: sampleEntropy(rr, 0.03),
    ...lorenz(changes),
  };
}

/** Correlation of neighbours at a distance. */
function serial(values: readonly number[], lag: number): number {
  const middle = mean(values) ?? NaN;
  const of = (a: readonly number[], b: readonly number[]): number =>
    sumOf(b, (value, i) => (value - middle) * ((a[i] as number) - middle));
  return finite(of(values, values.slice(lag)) / of(values, values));
}

/** −ln of the share of pairs of intervals alike within `reach` whose followers are alike too (Richman and Moorman 2000). */
function sampleEntropy(values: readonly number[], reach: number): number {
  let [alike, both] = [0, 0];
  for (let i = 0; i + 1 < values.length; i += 1)
    for (let j = i + 1; j + 1 < values.length; j += 1) {
      if (Math.abs((values[i] as number) - (values[j] as number)) > reach) continue;
      alike += 1;
      if (Math.abs((values[i + 1] as number) - (values[j + 1] as number)) <= reach) both += 1;
    }
  return Math.log((alike + 1) / (both + 1));
}

/** Occupied places of the plot of each change of R-R over the one before, and those at its origin (Sarkar et al. 2008). */
function lorenz(changes: readonly number[]): Record<string, number> {
  const cell = (change: number): number => Math.max(-CELLS, Math.min(CELLS, Math.round(change / CELL_S)));
  const places = changes.slice(1).map((change, i) => `${cell(change)} ${cell(changes[i] as number)}`);
  const counts = [...Map.groupBy(places, (place) => place).values()].map(({ length }) => length / places.length);
  return {
    lorenz_places: finite(new Set(places).size / places.length),
    lorenz_origin: shareOf(places, (place) => place === '0 0'),
    lorenz_entropy: counts.length === 0 ? NaN : -sumOf(counts, (share) => share * Math.log(share)),
  };
}
