import { certificateResultSchema } from '../../../src-shared/analyses/certificate.ts';
import { epsilonCurveResultSchema } from '../../../src-shared/analyses/epsilon-curve.ts';
import { minimalPerturbationResultSchema } from '../../../src-shared/analyses/minimal-perturbation.ts';
import type { RequestOf, ResultOf } from '../../../src-shared/analyses/index.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { normOf, optionOf, totalSteps } from '../../../src-shared/attacks/options.ts';
import { unitsToMicrovolts, type Split } from '../../../src-shared/ecg.ts';
import {
  CERTIFIED_KINDS,
  ROBUSTNESS_GRID_UV,
  type CertifiedShare,
  type Robustness,
  type RobustModel,
} from '../../../src-shared/analyses/robustness.ts';
import { listAnalysisResults } from '../../db/analyses/analysis-results.ts';
import { newestResultOf } from '../../db/analyses/newest-result.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { listJudgedRecords, type JudgedRecord } from '../../db/attacks/judged-records.ts';
import { listRecordNames } from '../../db/datasets/record-identities.ts';
import { listEvaluations, type ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { worstCases, type Trial } from '../../statistics/summaries/worst-case.ts';

interface On {
  dataset: { id: string; name: string };
  split: Split;
}

/** What the workspace holds of models under attack on a split, side by side: runs, curves, least perturbations, certificates. */
export function collectRobustness(
  db: ReadableDB,
  models: readonly ModelRow[],
  { dataset, split }: On,
  epsilonsUv: readonly number[] = ROBUSTNESS_GRID_UV,
): Robustness {
  const budgets = [...new Set(epsilonsUv)].sort((a, b) => a - b);
  return {
    dataset: dataset.name,
    split,
    epsilonsUv: budgets,
    models: models.map((model) => ({
      modelId: model.id,
      name: model.name,
      clean: cleanOf(db, model, { dataset, split }),
      worst: worstCases(trialsOf(db, model, { dataset, split }), budgets),
      certified: certifiedOf(db, model, { dataset, split }, budgets),
    })),
    newestResult: newestResultOf(
      db,
      models.map(({ sha256 }) => sha256),
      { datasetId: dataset.id, split },
    ),
  };
}

function cleanOf(db: ReadableDB, model: ModelRow, { dataset, split }: On): RobustModel['clean'] {
  const found = listEvaluations(db, model.id).find((one) => one.dataset === dataset.name && one.split === split);
  if (!found) return null;
  const { records, accuracy, meanF1, intervals } = found.metrics;
  return {
    ...{ records, accuracy, meanF1 },
    accuracyInterval: intervals?.accuracy ?? null,
    meanF1Interval: intervals?.meanF1 ?? null,
  };
}

function trialsOf(db: ReadableDB, model: ModelRow, on: On): Trial[] {
  const where = { modelSha256: model.sha256, datasetId: on.dataset.id };
  const ofSplit = <One extends { request: { split: Split } }>(all: readonly One[]): One[] =>
    all.filter(({ request }) => request.split === on.split);
  const names = listRecordNames(db, on.dataset.id, on.split);
  return [
    ...runTrials(db, { ...where, split: on.split }),
    ...ofSplit(listAnalysisResults(db, 'epsilon-curve', epsilonCurveResultSchema, where)).flatMap(curveTrial),
    ...ofSplit(listAnalysisResults(db, 'least-perturbation', minimalPerturbationResultSchema, where)).flatMap((one) =>
      leastTrial(one, names),
    ),
  ];
}

function runTrials(db: ReadableDB, on: Parameters<typeof listJudgedRecords>[1]): Trial[] {
  const options = new Map(listAttackRuns(db).map((run) => [run.id, run.options]));
  const byRun = Map.groupBy(listJudgedRecords(db, on), ({ runId }) => runId);
  return [...byRun].flatMap(([runId, judged]) => {
    const attack = options.get(runId);
    return attack ? [runTrial(attack, judged)] : [];
  });
}

/** What it makes counts at its own size, whatever the run was asked for; it judges at its budget if that bounds samples. */
function runTrial(options: AttackOptions, judged: readonly JudgedRecord[]): Trial {
  const budgetUv = unitsToMicrovolts(options.epsilonUnits, judged[0]?.unitsPerMv ?? NaN);
  return {
    attack: inWords(options),
    judges: (epsilonUv) => isWorstCase(options) && isSame(epsilonUv, budgetUv),
    records: judged.map(({ record, label, originalClass, adversarialClass, linfUv }) => ({
      record,
      isCorrect: originalClass === label,
      brokenAtUv: adversarialClass === label ? null : linfUv,
    })),
  };
}

function curveTrial({
  request,
  result,
}: {
  request: RequestOf<'epsilon-curve'>;
  result: ResultOf<'epsilon-curve'>;
}): Trial[] {
  const { attack } = request;
  const { perRecord, points } = result;
  if (!perRecord || !isWorstCase(attack)) return [];
  return [
    {
      attack: inWords(attack),
      judges: (epsilonUv) => points.some((point) => isSame(point.epsilonUv, epsilonUv)),
      records: perRecord.map(({ record, isCorrect, fooledUv }) => ({
        record,
        isCorrect,
        brokenAtUv: fooledUv.length === 0 ? null : Math.min(...fooledUv),
      })),
    },
  ];
}

/** Its list has the attackable records; the others among the first that it was made of are wrong without an attack. */
function leastTrial(
  { request, result }: { request: RequestOf<'least-perturbation'>; result: ResultOf<'least-perturbation'> },
  names: readonly string[],
): Trial[] {
  const { attack, search } = request;
  const { perRecord, maxEpsilonUv, records, leftOut = [] } = result;
  if (!isWorstCase(attack) || search === 'warm') return [];
  const found = new Map(perRecord.map((one) => [one.record, one.leastUv]));
  const others = new Set(leftOut.map(({ record }) => record));
  return [
    {
      attack: inWords(attack),
      judges: (epsilonUv) => epsilonUv <= maxEpsilonUv,
      records: names
        .filter((name) => !others.has(name))
        .slice(0, records)
        .map((record) => ({ record, isCorrect: found.has(record), brokenAtUv: found.get(record) ?? null })),
    },
  ];
}

/** Away from the label, by an L∞ budget: what robust accuracy at ε is about. */
function isWorstCase(options: AttackOptions): boolean {
  return options.target === null && normOf(options) === 'linf';
}

function certifiedOf(db: ReadableDB, model: ModelRow, on: On, epsilonsUv: readonly number[]): RobustModel['certified'] {
  const where = { modelSha256: model.sha256, datasetId: on.dataset.id };
  const all = listAnalysisResults(db, 'certificate', certificateResultSchema, where).filter(
    ({ request }) => request.split === on.split,
  );
  const shares = CERTIFIED_KINDS.map((kind) => {
    const ofKind = all.filter(({ request }) => kindOf(request) === kind).map(({ result }) => result);
    const most = Math.max(...ofKind.map(({ records }) => records));
    const largest = ofKind.filter(({ records }) => records === most);
    return [kind, epsilonsUv.map((epsilonUv) => best(largest, epsilonUv))] as const;
  });
  return Object.fromEntries(shares) as RobustModel['certified'];
}

const kindOf = ({ subspace }: RequestOf<'certificate'>): (typeof CERTIFIED_KINDS)[number] =>
  subspace === 'smooth' ? 'smoothing-smooth' : 'smoothing';

/** The σ that certifies most records at ε, as Cohen et al. 2019 tabulate it; of those on the most records. */
function best(results: readonly ResultOf<'certificate'>[], epsilonUv: number): CertifiedShare | null {
  const shares = results.map(({ perRecord, sigmaUv }) => ({
    epsilonUv,
    certified: proportionOf(
      perRecord.filter((one) => one.class === one.label && (one.epsilonUv ?? 0) > epsilonUv).length,
      perRecord.length,
    ),
    sigmaUv,
  }));
  return shares.sort((a, b) => b.certified.count - a.certified.count || a.sigmaUv - b.sigmaUv)[0] ?? null;
}

function inWords(options: AttackOptions): string {
  const restarts = optionOf(options, 'restarts') ?? 1;
  const steps = totalSteps(options);
  return [
    attackOf(options.method).name,
    optionOf(options, 'subspace') === 'smooth' ? ', smooth' : '',
    steps > 1 ? `, ${steps} steps` : '',
    restarts > 1 ? `, ${restarts} starts` : '',
  ].join('');
}

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
