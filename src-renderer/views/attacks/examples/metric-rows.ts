import type { PerturbationMetrics } from '../../../../src-shared/contract/attacks.ts';
import { devicePixels, type DisplayScale } from '../../../../src-shared/visibility.ts';
import { MISSING } from '../../../format/numbers.ts';

export interface MetricRow {
  name: string;
  value: string;
  unit: string;
  /** What it is, in a sentence. */
  title: string;
}

/** The measures of a perturbation for people, in groups. What was not measured is left out; what does not exist is a dash. */
export function metricGroups(
  metrics: PerturbationMetrics,
  display: DisplayScale,
): { name: string; rows: MetricRow[] }[] {
  return [
    { name: 'Visibility', rows: visibility(metrics, display) },
    { name: 'Size', rows: size(metrics) },
    { name: 'Shape', rows: shape(metrics) },
    { name: 'Beats', rows: beats(metrics) },
  ].filter(({ rows }) => rows.length > 0);
}

function visibility({ linfUv, paperMm }: PerturbationMetrics, display: DisplayScale): MetricRow[] {
  const pixels = devicePixels(linfUv, display);
  return [
    row('Largest |δ|', linfUv.toFixed(1), 'µV', 'L∞ norm: the most that any sample changes.'),
    row('on paper', paperMm.toFixed(2), 'mm', 'The largest |δ| at 10 mm/mV.'),
    row(
      'on this display',
      pixels.toFixed(2),
      'px',
      `The largest |δ| in device pixels at life size, 10 mm/mV, ${display.devicePixelRatio} device pixels per CSS pixel; below 1 no display can show it.`,
    ),
  ];
}

function size(metrics: PerturbationMetrics): MetricRow[] {
  return [
    row('RMS', metrics.rmsUv.toFixed(1), 'µV', 'Root mean square of the perturbation.'),
    row(
      'SNR',
      digits(metrics.snrDb, 1),
      'dB',
      '20·log₁₀ of the ECG’s spread over the perturbation’s: higher is less visible.',
    ),
    row('PRDN', digits(metrics.prdnPercent, 2), '%', 'Percentage root-mean-square difference, normalised.'),
  ];
}

function shape(metrics: PerturbationMetrics): MetricRow[] {
  const variation = metrics.totalVariationUv.toLocaleString('en', {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return [
    row('Total variation', variation, 'µV', 'Sum of the absolute differences from sample to sample.'),
    row(
      'Variance of differences',
      metrics.varianceOfDifferencesUv2.toFixed(2),
      'µV²',
      'Variance of the differences from sample to sample: small for a smooth perturbation.',
    ),
    row('Energy above 15 Hz', percent(metrics.energyAbove15Hz), '%', 'Share of the energy of the perturbation.'),
    row('Energy above 40 Hz', percent(metrics.energyAbove40Hz), '%', 'Share of the energy of the perturbation.'),
  ];
}

function beats(metrics: PerturbationMetrics): MetricRow[] {
  const { beats: found, beatsLost = 0, beatsGained = 0 } = metrics;
  if (found === undefined) return [];
  return [
    row('R peaks', String(found), '', 'Beats found in the original.'),
    row('lost, gained', `${beatsLost}, ${beatsGained}`, '', 'Beats of one tracing without a beat of the other nearby.'),
    row(
      'R-R change, mean',
      digits(metrics.rrMeanChangeMs ?? null, 1),
      'ms',
      'Mean |change| of the intervals between the same two beats.',
    ),
    row('R-R change, largest', digits(metrics.rrMaxChangeMs ?? null, 1), 'ms', 'Largest |change| of an R-R interval.'),
    row(
      'QRS change, mean',
      digits(metrics.qrsMeanChangeUv ?? null, 1),
      'µV',
      `Mean |change| of a beat’s QRS amplitude, ${digits(metrics.qrsMeanChangePercent ?? null, 2)} % of it.`,
    ),
    row(
      'QRS change, largest',
      digits(metrics.qrsMaxChangeUv ?? null, 1),
      'µV',
      `Largest |change| of a QRS amplitude, ${digits(metrics.qrsMaxChangePercent ?? null, 2)} % of it.`,
    ),
  ];
}

const row = (name: string, value: string, unit: string, title: string): MetricRow => ({ name, value, unit, title });
const digits = (value: number | null, places: number): string => (value === null ? MISSING : value.toFixed(places));
const percent = (share: number | null): string => digits(share === null ? null : 100 * share, 1);
