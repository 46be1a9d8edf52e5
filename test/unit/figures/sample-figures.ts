import type { Proportion } from '../../../src-shared/analyses/common.ts';
import type { ResultOf } from '../../../src-shared/analyses/index.ts';
import {
  amplitudeSpectrum,
  bandFigure,
  calibrationFigure,
  comparisonFigure,
  confusionFigure,
  ecgFigure,
  epsilonCurveFigure,
  historyFigure,
  probabilityFigure,
  spectrumFigure,
  survivalFigure,
  targetedTableFigure,
} from '../../../src-figures/index.ts';

export function share(count: number, of: number): Proportion {
  return { count, of, rate: count / of, interval: [Math.max(0, count / of - 0.05), Math.min(1, count / of + 0.05)] };
}

export const EPSILON_CURVE: ResultOf<'epsilon-curve'> = {
  records: 100,
  originallyCorrect: 90,
  attackable: 90,
  points: [1, 2, 5, 10, 20, 50, 100, 150].map((epsilonUnits, i) => ({
    epsilonUnits,
    epsilonUv: epsilonUnits,
    alphaUnits: epsilonUnits / 10,
    fooled: share(Math.round(90 * (1 - 0.6 ** (i + 0.3))), 90),
    noise: share(i, 90),
  })),
};

const LEAST = [0.8, 1.2, 3, 3, 4.5, 7, 9.25, 12, 30, null];
export const MINIMAL_PERTURBATION: ResultOf<'least-perturbation'> = {
  records: 40,
  originallyCorrect: 40,
  attackable: 40,
  neverFooled: 4,
  maxEpsilonUv: 150,
  perRecord: Array.from({ length: 40 }, (_, i) => {
    const least = LEAST[i % 10] ?? null;
    return { record: `S${i}`, label: (i % 4) as 0 | 1 | 2 | 3, leastUv: least && least * (1 + (i % 4)) };
  }),
  medians: [null, 0, 1, 2, 3].map((label) => ({
    class: label as 0 | 1 | 2 | 3 | null,
    records: label === null ? 40 : 10,
    medianUv: label === 3 ? null : 4 + (label ?? 0),
    interval: [3, null],
  })),
};

export const TABLE: ResultOf<'targeted-table'> = {
  records: 853,
  cells: [0, 1, 2, 3].flatMap((from) =>
    [0, 1, 2, 3]
      .filter((to) => to !== from)
      .map((to) => ({
        from: from as 0,
        to: to as 0,
        all: share(10 * (from + 1) + 7 * to, 90),
        correct: share(10, 80),
        paper: 0.57,
      })),
  ),
  runIds: ['a', 'b', 'c', 'd'],
};

const beat = (i: number): number => {
  const phase = (i % 250) / 250;
  const wave = (at: number, width: number, uv: number): number => uv * Math.exp(-(((phase - at) / width) ** 2));
  return wave(0.25, 0.03, 120) + wave(0.4, 0.012, 1100) - wave(0.43, 0.012, 250) + wave(0.65, 0.05, 260);
};
const SAMPLES = Array.from({ length: 3000 }, (_, i) => Math.round(beat(i)));
const DELTA = SAMPLES.map((_, i) => Math.round(8 * Math.sin(i / 9) * Math.cos(i / 31)));
const ATTACKED = SAMPLES.map((uv, i) => uv + (DELTA[i] ?? 0));
const SQUARE = DELTA.map((uv) => 10 * Math.sign(uv));

/** One of each figure, on data of no meaning. */
export const SAMPLE_FIGURES: Record<string, string> = {
  epsilonCurve: epsilonCurveFigure(EPSILON_CURVE),
  survival: survivalFigure(MINIMAL_PERTURBATION),
  targetedTable: targetedTableFigure(TABLE),
  confusion: confusionFigure([
    [469, 5, 31, 4],
    [1, 73, 10, 0],
    [32, 8, 187, 2],
    [6, 3, 6, 16],
  ]),
  calibration: calibrationFigure({
    points: [0.35, 0.5, 0.7, 0.9].map((confidence) => ({
      confidence,
      accuracy: confidence - 0.05,
      records: 20,
      interval: [confidence - 0.15, confidence + 0.04],
    })),
    expectedError: 0.031,
  }),
  history: historyFigure(
    Array.from({ length: 30 }, (_, i) => ({
      epoch: i + 1,
      loss: 0.5 + 1 / (i + 1),
      meanF1: 0.87 - 0.5 / (i + 1),
      accuracy: 0.89 - 0.3 / (i + 1),
    })),
    { marked: 24 },
  ),
  probability: probabilityFigure({
    before: [0.931, 0.004, 0.061, 0.004],
    after: [0.118, 0.009, 0.869, 0.004],
    label: 0,
  }),
  comparison: comparisonFigure([
    { name: 'Accuracy', ours: 0.873, interval: [0.85, 0.896], paper: 0.88 },
    { name: 'SAP, fooled', ours: 0.589, interval: [0.554, 0.624], paper: 0.74 },
    { name: 'FGSM, fooled', ours: 0.314, interval: [0.282, 0.348], paper: null },
    { name: 'Nothing', ours: null, interval: null, paper: 1 },
  ]),
  spectrum: spectrumFigure([
    { name: 'PGD', ...amplitudeSpectrum(SQUARE, 300) },
    { name: 'SAP', ...amplitudeSpectrum(DELTA, 300) },
  ]),
  ecg: ecgFigure({
    title: 'Original and attacked',
    description: 'One record before and after.',
    samplingHz: 300,
    startS: 0,
    durationS: 7,
    tracks: [
      {
        kind: 'ecg',
        label: 'Original: Normal, 99.8 % & <sure>',
        traces: [{ samplesUv: SAMPLES, kind: 'original' }],
      },
      { kind: 'ecg', label: 'Attacked: AF, 97.1 %', traces: [{ samplesUv: ATTACKED, kind: 'attacked' }] },
      {
        kind: 'microvolts',
        label: 'Perturbation δ',
        traces: [{ samplesUv: DELTA, kind: 'attacked' }],
        limitUv: 10,
      },
    ],
  }),
  band: bandFigure({
    record: 'S00001',
    samplingHz: 300,
    kept: 1000,
    original: SAMPLES,
    adversarial: ATTACKED,
    low: SAMPLES.map((uv, i) => uv + (DELTA[i] ?? 0) - 2),
    high: SAMPLES.map((uv, i) => uv + (DELTA[i] ?? 0) + 3),
  }),
};
