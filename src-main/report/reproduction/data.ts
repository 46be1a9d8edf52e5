import type { AnalysisKind, RequestOf, ResultOf } from '../../../src-shared/analyses/index.ts';
import type { AttackMethod, AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { AttackSummary, Finding } from '../../../src-shared/contract/attacks.ts';
import type { Metrics, ModelSummary } from '../../../src-shared/contract/models.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Robustness } from '../../../src-shared/analyses/robustness.ts';
import type { SpectrumCurve } from '../../../src-figures/index.ts';
import type { ConfidenceThird, successByDefinition } from '../../statistics/summaries/ways-to-count.ts';

/** Where the attacks lead: the paper's mixture (AF to Normal, others away from their label), or all away from it. */
export const GOALS = ['han2020', 'untargeted'] as const;
export type Goal = (typeof GOALS)[number];
export const GOAL_NAMES: Record<Goal, string> = {
  han2020: 'AF led to Normal, the other classes away from their label',
  untargeted: 'all records away from their label',
};

/** The paper's four white-box attacks, in the order of the report. */
export const REPRODUCED_METHODS = ['fgsm', 'pgd', 'smoothed-pgd', 'sap'] as const satisfies AttackMethod[];

/** Median and quartiles over the attackable records of a run. */
export interface MetricSummary {
  /** As in `PerturbationMetrics`. */
  name: string;
  records: number;
  q1: number;
  median: number;
  q3: number;
}

export interface ReproducedAttack {
  goal: Goal;
  runId: string;
  createdAt: string;
  engine: string;
  programVersion: string;
  options: AttackOptions;
  summary: AttackSummary;
  perturbation: MetricSummary[];
  findings: Finding[];
}

export interface ReproducedAnalysis<K extends AnalysisKind> {
  id: string;
  createdAt: string;
  engine: string;
  seconds: number;
  request: RequestOf<K>;
  result: ResultOf<K>;
}

/** One column of the report: a model and everything that is known about it. */
export interface ReproducedModel {
  name: string;
  architecture: string;
  origin: ModelSummary['origin'];
  sha256: string;
  parameters: number | null;
  /** How its epoch was chosen, as its card says. */
  selection: string | null;
  history: ModelSummary['history'];
  evaluation: { createdAt: string; metrics: Metrics } | null;
  /** Records that were attacked. */
  records: number;
  attacks: ReproducedAttack[];
  table: ReproducedAnalysis<'targeted-table'> | null;
  existence: ReproducedAnalysis<'existence'> | null;
  leastPerturbation: ReproducedAnalysis<'least-perturbation'> | null;
  epsilonCurve: ReproducedAnalysis<'epsilon-curve'> | null;
  transfers: (ReproducedAnalysis<'transfer'> & { surrogate: string })[];
  /** SPSA and any other attack that asks the model only for its outputs. */
  blackBox: ReproducedAttack[];
  /** SAP with the paper's goals, by other definitions of success and by how sure the model was before. */
  byDefinition: ReturnType<typeof successByDefinition>;
  byConfidence: ConfidenceThird[];
}

/** A small network that was trained in one way to find what the paper's rates come from. */
export interface ReproducedCause {
  /** As in CAUSES. */
  id: string;
  title: string;
  model: string;
  sha256: string;
  epochs: number | null;
  bestEpoch: number | null;
  evaluation: { createdAt: string; metrics: Metrics } | null;
  /** SAP and PGD with the paper's goals. */
  attacks: ReproducedAttack[];
  /** Median probability of its class among the records that it gets right. */
  medianConfidence: number | null;
}

interface Judged {
  class: ClassIndex;
  /** Of that class. */
  probability: number;
}

/** A piece of a record before and after an attack, µV. */
export interface PairPicture {
  record: string;
  label: ClassIndex;
  samplingHz: number;
  startS: number;
  before: Judged;
  after: Judged;
  originalUv: number[];
  adversarialUv: number[];
}

/** A piece of one record under PGD and under SAP, µV. */
export interface ArtefactPicture {
  record: string;
  samplingHz: number;
  startS: number;
  originalUv: number[];
  pgdUv: number[];
  sapUv: number[];
}

/** One new signal of each procedure around an adversarial example, all minus the original, µV. */
export interface ProcedurePicture {
  record: string;
  samplingHz: number;
  startS: number;
  adversarialUv: number[];
  /** Two of the first procedure. */
  noiseUv: [number[], number[]];
  /** The left part of one and the right part of the other, joined where they cross. */
  joinedUv: number[] | null;
  /** Where they are joined, seconds of the record. */
  joinedAtS: number | null;
  band: { lowUv: number[]; highUv: number[]; drawnUv: number[] };
}

export interface ReproductionPictures {
  pairs: PairPicture[];
  artefacts: ArtefactPicture | null;
  procedures: ProcedurePicture | null;
  /** Mean over this number of examples of each attack. */
  spectra: { examples: number; curves: SpectrumCurve[] } | null;
}

/** Everything that the report is made from; stored as report.json. */
export interface ReproductionData {
  format: 'equipoise-reproduction-1';
  programVersion: string;
  command: string;
  /** When the newest result was stored, ISO 8601: the report's date. */
  newestResult: string;
  /** Only this many test records, the first ones, were attacked; null: all. */
  limit: number | null;
  dataset: {
    name: string;
    source: string;
    labels: string;
    /** Of the test split, in the order of the classes. */
    testCounts: number[];
    testRecords: number;
    /** SHA-256 of the hash, label and split of every test record. */
    testSha256: string;
    shortestS: number;
    longestS: number;
  };
  /** The first is the one that was asked for; a second is the paper's own network, if the workspace has it. */
  models: ReproducedModel[];
  causes: ReproducedCause[];
  /** Models of the workspace under attack, side by side. */
  robustness: Robustness;
  pictures: ReproductionPictures;
  /** Steps without a result, and why. */
  missing: { step: string; reason: string }[];
}
