import type { ExistenceProcedure } from '../../../src-shared/analyses/existence.ts';
import type { RequestOf } from '../../../src-shared/analyses/index.ts';
import { attackOptionsSchema, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import type {
  Goal,
  ReproducedAttack,
  ReproducedModel,
  ReproductionData,
} from '../../../src-main/report/reproduction/data.ts';
import { GOALS, REPRODUCED_METHODS } from '../../../src-main/report/reproduction/data.ts';
import { EPSILON_CURVE, MINIMAL_PERTURBATION, share, TABLE } from '../figures/sample-figures.ts';

const MADE = { createdAt: '2026-11-22T10:00:00.000Z', engine: 'TensorFlow 2.21.0' };
const FOOLED: Record<string, number> = { fgsm: 30, pgd: 72, 'smoothed-pgd': 36, sap: 59, spsa: 20 };

export function attack(method: AttackMethod, goal: Goal): ReproducedAttack {
  const fooled = FOOLED[method] ?? 0;
  return {
    ...MADE,
    goal,
    runId: `${method}-${goal}`,
    programVersion: '1.2.3',
    options: attackOptionsSchema.parse({ method, target: goal === 'han2020' ? 'han2020' : null }),
    summary: {
      records: 120,
      originallyCorrect: 100,
      attackable: 100,
      fooled,
      asr: fooled / 100,
      asrInterval: [fooled / 100 - 0.09, fooled / 100 + 0.09],
      accuracyUnderAttack: 0.3,
      zeroGradient: 0,
      secondsPerRecord: 0.25,
      noiseControl: { fooled: 1, rate: 0.01, interval: [0, 0.05] },
      queriesPerRecord: method === 'spsa' ? 700 : null,
    },
    perturbation: [
      { name: 'linfUv', records: 100, q1: 10, median: 10, q3: 10 },
      { name: 'energyAbove15Hz', records: 100, q1: 0.5, median: 0.571, q3: 0.6 },
      { name: 'totalVariationUv', records: 100, q1: 9000, median: 55762, q3: 60000 },
    ],
    findings: [
      { code: 'few-records', severity: 'note', message: 'Only 100 records <were> attacked.', cure: 'Attack more.' },
    ],
  };
}

const procedure = (count: number): ExistenceProcedure => ({
  examples: share(count, 10),
  all: share(count - 2, 10),
  draws: share(100 * count, 1000),
  control: share(3, 1000),
  controlExamples: share(1, 10),
});

const subject = { modelId: 'm', datasetId: 'd', split: 'test' } as const;
const attackOptions = attackOptionsSchema.parse({ method: 'sap' });

export const MODEL: ReproducedModel = {
  name: 'compact & co',
  architecture: 'compact',
  origin: 'bundled',
  sha256: 'ab'.repeat(32),
  parameters: 1_148_988,
  selection: 'Best of the validation records.',
  history: [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, meanF1: 0.8, accuracy: 0.85 })),
  evaluation: {
    createdAt: MADE.createdAt,
    metrics: {
      records: 853,
      accuracy: 0.8734,
      f1: { N: 0.92, A: 0.84, O: 0.81, '~': 0.6 },
      meanF1: 0.858,
      confusion: [
        [469, 5, 31, 4],
        [1, 73, 10, 0],
        [32, 8, 187, 2],
        [6, 3, 6, 16],
      ],
      intervals: { accuracy: [0.85, 0.896], meanF1: [0.828, 0.885] },
    },
  },
  records: 120,
  attacks: GOALS.flatMap((goal) => REPRODUCED_METHODS.map((method) => attack(method, goal))),
  table: {
    id: 'table',
    ...MADE,
    seconds: 60,
    request: { kind: 'targeted-table', ...subject, attack: attackOptions },
    result: TABLE,
  },
  existence: {
    id: 'existence',
    ...MADE,
    seconds: 600,
    request: { kind: 'existence', runId: 'sap-han2020', draws: 100, sigmaUnits: 5, compat: 'han2020', seed: 1 },
    result: {
      examples: 10,
      draws: 100,
      noise: procedure(6),
      crossings: procedure(5),
      band: procedure(4),
      han2020: { crossings: procedure(9), band: procedure(8), unaltered: share(700, 1000) },
      perExample: [
        {
          record: 'A00001',
          label: 0,
          adversarialClass: 1,
          noise: 1,
          crossings: null,
          band: 0.5,
          noiseControl: 0,
          crossingsControl: null,
          bandControl: 0,
        },
      ],
      figure: null,
    },
  },
  leastPerturbation: {
    id: 'least',
    ...MADE,
    seconds: 70,
    request: { kind: 'least-perturbation', ...subject, attack: attackOptions } as RequestOf<'least-perturbation'>,
    result: MINIMAL_PERTURBATION,
  },
  epsilonCurve: {
    id: 'curve',
    ...MADE,
    seconds: 80,
    request: { kind: 'epsilon-curve', ...subject, attack: attackOptions } as RequestOf<'epsilon-curve'>,
    result: EPSILON_CURVE,
  },
  transfers: [
    {
      id: 'transfer',
      ...MADE,
      seconds: 5,
      surrogate: 'tiny',
      request: { kind: 'transfer', ...subject, surrogateModelId: 't', attack: attackOptions },
      result: {
        records: 100,
        targetCorrect: 90,
        surrogateCorrect: 80,
        agreement: share(85, 100),
        fooledSurrogate: share(50, 80),
        fooledTarget: share(12, 90),
        fooledTargetWhereSurrogate: share(10, 45),
        noise: share(1, 90),
      } as ReproducedModel['transfers'][number]['result'],
    },
  ],
  blackBox: [attack('spsa', 'untargeted')],
  byDefinition: [
    { definition: 'fooled', success: share(59, 100) },
    { definition: 'wrong', success: share(79, 120) },
  ],
  byConfidence: [{ lowest: 0.41, highest: 0.83, success: share(30, 33) }],
};

const wave = (height: number): number[] => Array.from({ length: 600 }, (_, i) => Math.round(height * Math.sin(i / 20)));
const PIECE = { record: 'A00001', samplingHz: 300, startS: 2 };
const PAIR: ReproductionData['pictures']['pairs'][number] = {
  ...PIECE,
  label: 0,
  before: { class: 0, probability: 0.98 },
  after: { class: 1, probability: 0.91 },
  originalUv: wave(800),
  adversarialUv: wave(805),
};

/** One of each drawing. */
const PICTURES: ReproductionData['pictures'] = {
  pairs: [PAIR, { ...PAIR, record: 'A00002', label: 1 }],
  artefacts: { ...PIECE, originalUv: wave(800), pgdUv: wave(807), sapUv: wave(804) },
  procedures: {
    ...PIECE,
    adversarialUv: wave(9),
    noiseUv: [wave(8), wave(7)],
    joinedUv: wave(6),
    joinedAtS: 2.81,
    band: { lowUv: wave(5), highUv: wave(10), drawnUv: wave(7) },
  },
  spectra: { examples: 50, curves: [{ name: 'SAP', hz: [0, 1, 2], density: [1, 2, 0.5] }] },
};

export const REPRODUCTION: ReproductionData = {
  format: 'equipoise-reproduction-1',
  programVersion: '1.2.3',
  command: 'equipoise reproduce han2020',
  newestResult: MADE.createdAt,
  limit: null,
  dataset: {
    name: 'training2017',
    source: 'training2017.zip',
    labels: 'raw_labels.npy',
    testCounts: [509, 84, 229, 31],
    testRecords: 853,
    testSha256: 'cd'.repeat(32),
    shortestS: 9.2,
    longestS: 60.9,
  },
  models: [MODEL],
  causes: [],
  robustness: {
    ...{ dataset: 'training2017', split: 'test', epsilonsUv: [1, 10], newestResult: MADE.createdAt },
    models: [
      {
        ...{ modelId: 'm', name: 'compact & co' },
        clean: { records: 853, accuracy: 0.886, meanF1: 0.85, accuracyInterval: [0.86, 0.91], meanF1Interval: null },
        worst: [
          null,
          { epsilonUv: 10, correct: 44, robust: share(5, 50), attacks: ['Auto-PGD, 20 steps', 'Square, 100 steps'] },
        ],
        certified: {
          smoothing: [{ epsilonUv: 1, certified: share(20, 50), sigmaUv: 50 }, null],
          'smoothing-smooth': [null, null],
        },
      },
    ],
  },
  pictures: PICTURES,
  missing: [],
};
