import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';

export interface MetricField {
  name: keyof PerturbationMetrics;
  label: string;
  unit: string;
  digits: number;
  /** Shown in percent. */
  percent?: boolean;
}

/** Size and shape of a perturbation as the report names them, in its order (docs/methods.md, size and shape of a perturbation). */
export const METRIC_FIELDS: readonly MetricField[] = [
  { name: 'linfUv', label: 'Largest |δ| (L∞)', unit: 'µV', digits: 1 },
  { name: 'paperMm', label: 'The same on paper at 10 mm/mV', unit: 'mm', digits: 3 },
  { name: 'rmsUv', label: 'RMS of δ', unit: 'µV', digits: 2 },
  { name: 'snrDb', label: 'Signal to perturbation', unit: 'dB', digits: 1 },
  { name: 'prdnPercent', label: 'PRDN', unit: '%', digits: 2 },
  { name: 'totalVariationUv', label: 'Total variation Σ|Δδ|', unit: 'µV', digits: 0 },
  { name: 'varianceOfDifferencesUv2', label: 'Var(Δδ)', unit: 'µV²', digits: 1 },
  { name: 'energyAbove15Hz', label: 'Energy of δ above 15 Hz', unit: '%', digits: 1, percent: true },
  { name: 'energyAbove40Hz', label: 'Energy of δ above 40 Hz', unit: '%', digits: 2, percent: true },
  { name: 'beatsLost', label: 'R peaks lost', unit: '', digits: 0 },
  { name: 'beatsGained', label: 'R peaks gained', unit: '', digits: 0 },
  { name: 'rrMeanChangeMs', label: 'Change of R-R intervals, mean', unit: 'ms', digits: 2 },
  { name: 'rrMaxChangeMs', label: 'Change of R-R intervals, largest', unit: 'ms', digits: 1 },
  { name: 'qrsMeanChangeUv', label: 'Change of QRS amplitude, mean', unit: 'µV', digits: 1 },
  { name: 'qrsMaxChangeUv', label: 'Change of QRS amplitude, largest', unit: 'µV', digits: 1 },
  { name: 'qrsMeanChangePercent', label: 'Change of QRS amplitude, mean', unit: '%', digits: 2 },
  { name: 'qrsMaxChangePercent', label: 'Change of QRS amplitude, largest', unit: '%', digits: 2 },
];
