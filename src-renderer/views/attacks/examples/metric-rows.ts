import type { PerturbationMetrics } from '../../../../src-shared/contract/attacks.ts';
import { devicePixels, type DisplayScale } from '../../../../src-shared/visibility.ts';
import { microvolts, roundMicrovolts } from '../../../../src-shared/format/microvolts.ts';
import { decimal } from '../../../../src-shared/format/number.ts';

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
    row('Largest |δ|', microvolts(linfUv), 'µV', 'L∞ norm: the most that any sample changes.'),
    row('on paper', decimal(paperMm, 2), 'mm', 'The largest |δ| at 10 mm/mV.'),
    row(
      'on this display',
      decimal(pixels, 2),
      'px',
      `The largest |δ| in device pixels at life size, 10 mm/mV, ${display.devicePixelRatio} device pixels per CSS pixel; below 1 no display can show it.`,
    ),
  ];
}

function size(metrics: PerturbationMetrics): MetricRow[] {
  return [
    row('RMS', microvolts(metrics.rmsUv), 'µV', 'Root mean square of the perturbation.'),
    row(
      'SNR',
      decimal(metrics.snrDb, 1),
      'dB',
      '20·log₁₀ of the ECG’s spread over the perturbation’s: higher is less visible.',
    ),
    row('PRDN', decimal(metrics.prdnPercent, 2), '%', 'Percentage root-mean-square difference, normalised.'),
  ];
}

function shape(metrics: PerturbationMetrics): MetricRow[] {
  const variation = roundMicrovolts(metrics.totalVariationUv);
  return [
    row('Total variation', variation, 'µV', 'Sum of the absolute differences from sample to sample.'),
    row(
      'Variance of differences',
      decimal(metrics.varianceOfDifferencesUv2, 2),
      'µV²',
      'Variance of the differences from sample to sample: small for a smooth perturbation.',
    ),
    row('Energy above 15 Hz', percentage(metrics.energyAbove15Hz), '%', 'Share of the energy of the perturbation.'),
    row('Energy above 40 Hz', percentage(metrics.energyAbove40Hz), '%', 'Share of the energy of the perturbation.'),
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
      decimal(metrics.rrMeanChangeMs, 1),
      'ms',
      'Mean |change| of the intervals between the same two beats.',
    ),
    row('R-R change, largest', decimal(metrics.rrMaxChangeMs, 1), 'ms', 'Largest |change| of an R-R interval.'),
    row(
      'QRS change, mean',
      decimal(metrics.qrsMeanChangeUv, 1),
      'µV',
      `Mean |change| of a beat’s QRS amplitude, ${decimal(metrics.qrsMeanChangePercent, 2)} % of it.`,
    ),
    row(
      'QRS change, largest',
      decimal(metrics.qrsMaxChangeUv, 1),
      'µV',
      `Largest |change| of a QRS amplitude, ${decimal(metrics.qrsMaxChangePercent, 2)} % of it.`,
    ),
  ];
}

const row = (name: string, value: string, unit: string, title: string): MetricRow => ({ name, value, unit, title });
const percentage = (share: number | null): string => decimal(share === null ? null : 100 * share, 1);
