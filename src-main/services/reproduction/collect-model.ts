import type { AnalysisKind } from '../../../src-shared/analyses/index.ts';
import type { AttackMethod, AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import { listOutcomes } from '../../db/attacks/example-outcomes.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import {
  GOALS,
  REPRODUCED_METHODS,
  type Goal,
  type MetricSummary,
  type ReproducedAnalysis,
  type ReproducedAttack,
  type ReproducedModel,
} from '../../report/reproduction/data.ts';
import { METRIC_FIELDS } from '../../report/reproduction/metric-fields.ts';
import { successByConfidence, successByDefinition } from '../../statistics/summaries/ways-to-count.ts';
import { quartiles } from '../../statistics/quartiles.ts';
import { findExistence, tableRequest } from './analysis-requests.ts';
import { findEvaluation, findRun, type ReproductionSubject, type ReproductionTools } from './find-run.ts';
import { reproducedAttack } from './reproduced-attack.ts';
import type { ReproductionRequest } from './request.ts';

/** Everything that the workspace holds about the reproduction with one model. */
export function collectModel(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  request: ReproductionRequest,
): ReproducedModel {
  const { model, dataset } = subject;
  const { card } = model;
  const evaluation = findEvaluation(tools, subject);
  const attacks = GOALS.flatMap((goal) =>
    REPRODUCED_METHODS.flatMap((method) => attackOf(tools, subject, method, goal)),
  );
  const stored = <K extends AnalysisKind>(kind: K, id: string | undefined): ReproducedAnalysis<K> | null =>
    id === undefined ? null : analysisOf(tools, kind, id);
  const spsa = newestBlackBox(tools, subject);
  const sap = findRun(tools, subject, reproducedAttack('sap', 'han2020'));
  const sapOutcomes = sap === undefined ? [] : listOutcomes(tools.db, sap);
  return {
    name: model.name,
    architecture: model.architecture,
    origin: model.origin,
    sha256: model.sha256,
    parameters: card.parameters ?? null,
    selection: card.selection ?? null,
    history: model.history,
    evaluation: evaluation ? { createdAt: evaluation.createdAt, metrics: evaluation.metrics } : null,
    records: attacks[0]?.summary.records ?? Math.min(subject.limit ?? Infinity, dataset.splitCounts.test),
    attacks,
    table: stored('targeted-table', tools.analyses.same(tableRequest(subject))),
    existence: stored('existence', findExistence(tools, subject, request)),
    leastPerturbation: largest(tools, subject, 'least-perturbation'),
    epsilonCurve: largest(tools, subject, 'epsilon-curve'),
    transfers: transfersTo(tools, subject),
    blackBox: spsa ? [spsa] : [],
    byDefinition: successByDefinition(sapOutcomes),
    byConfidence: successByConfidence(sapOutcomes),
  };
}

export function attackOf(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  method: AttackMethod,
  goal: Goal,
): ReproducedAttack[] {
  const runId = findRun(tools, subject, reproducedAttack(method, goal));
  return runId === undefined ? [] : [storedAttack(tools, runId, goal)];
}

function storedAttack({ db, attacks }: ReproductionTools, runId: string, goal: Goal): ReproducedAttack {
  const { createdAt, engine, programVersion, options, summary } = attacks.run(runId);
  return {
    goal,
    runId,
    createdAt,
    engine,
    programVersion,
    options,
    summary,
    perturbation: summariseMetrics(db, runId, options),
    findings: attacks.findings(runId),
  };
}

/** Over the attackable records. */
function summariseMetrics(db: ReadableDB, runId: string, options: AttackOptions): MetricSummary[] {
  const counted = listOutcomes(db, runId).filter((outcome) => isAttackable(outcome, options));
  return METRIC_FIELDS.flatMap(({ name }) => {
    const values = counted
      .map(({ metrics }) => metrics[name as keyof PerturbationMetrics])
      .filter((value) => typeof value === 'number');
    return values.length === 0 ? [] : [{ name, records: values.length, ...quartiles(values) }];
  });
}

function analysisOf<K extends AnalysisKind>(
  { analyses }: ReproductionTools,
  kind: K,
  id: string,
): ReproducedAnalysis<K> {
  const { createdAt, engine, seconds, request, result } = analyses.getOf(kind, id);
  return { id, createdAt, engine, seconds, request, result };
}

/** This model's analysis of one kind on the most records, whatever started it; if there are several, the newest. */
function largest<K extends 'least-perturbation' | 'epsilon-curve'>(
  tools: ReproductionTools,
  subject: ReproductionSubject,
  kind: K,
): ReproducedAnalysis<K> | null {
  const all = ofSubject(tools, subject, kind).map((id) => analysisOf(tools, kind, id));
  return all.reduce<ReproducedAnalysis<K> | null>(
    (best, one) => (best === null || one.result.records > best.result.records ? one : best),
    null,
  );
}

/** The largest for each surrogate, by the surrogates' names. */
function transfersTo(tools: ReproductionTools, subject: ReproductionSubject): ReproducedModel['transfers'] {
  const names = new Map(tools.models.list().map(({ id, name }) => [id, name]));
  const bySurrogate = new Map<string, ReproducedModel['transfers'][number]>();
  for (const id of ofSubject(tools, subject, 'transfer')) {
    const one = analysisOf(tools, 'transfer', id);
    const surrogate = names.get(one.request.surrogateModelId);
    const known = surrogate === undefined ? undefined : bySurrogate.get(surrogate);
    if (surrogate !== undefined && (!known || known.result.records < one.result.records))
      bySurrogate.set(surrogate, { ...one, surrogate });
  }
  return [...bySurrogate.values()].sort((a, b) => (a.surrogate < b.surrogate ? -1 : 1));
}

/** Ids, newest first, of the analyses of the model as it is now on the test records. */
function ofSubject({ analyses }: ReproductionTools, subject: ReproductionSubject, kind: AnalysisKind): string[] {
  return analyses
    .list()
    .filter(
      (one) =>
        one.kind === kind &&
        one.model === subject.model.name &&
        one.dataset === subject.dataset.name &&
        one.split === 'test' &&
        analyses.same(one.request) === one.id,
    )
    .map(({ id }) => id);
}

function newestBlackBox(tools: ReproductionTools, { model, dataset }: ReproductionSubject): ReproducedAttack | null {
  const runs = tools.attacks
    .list()
    .filter(
      (run) =>
        run.options.method === 'spsa' &&
        run.model === model.name &&
        run.dataset === dataset.name &&
        run.split === 'test' &&
        run.options.target === null &&
        tools.attacks.run(run.id).modelSha256 === model.sha256,
    );
  const most = runs.reduce<(typeof runs)[number] | null>(
    (best, run) => (best === null || run.summary.records > best.summary.records ? run : best),
    null,
  );
  return most && storedAttack(tools, most.id, 'untargeted');
}
