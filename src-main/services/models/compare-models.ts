import { randomUUID } from 'node:crypto';
import { classesOfCard } from '../../../src-shared/class-list.ts';
import type { ModelComparison } from '../../../src-shared/models/scores.ts';
import { insertAnswer } from '../../db/analyses/analyses.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { ComparisonRow } from '../../db/analyses/comparisons.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { classOf } from '../../numeric/logits.ts';
import { holm } from '../../statistics/holm.ts';
import { mcnemarExact } from '../../statistics/mcnemar.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { evaluateModel, findEvaluation, type EvaluationPlan, type StoredEvaluation } from './evaluate-model.ts';

/** Compares models on the same records, evaluating first those that have not been yet, and stores the result. */
export async function compareAndStore(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
  dataset: { id: string; name: string },
  plans: readonly EvaluationPlan[],
): Promise<ModelComparison & { comparisonId: string }> {
  const { db, version } = context;
  const startedAt = performance.now();
  const result = await compareModels(context, job, dataset, plans);
  const [{ model: first, split }] = plans as [EvaluationPlan];
  const models = plans.map(({ model: { id, sha256 } }) => ({ id, sha256 }));
  const row: ComparisonRow = {
    ...{ id: randomUUID(), modelId: first.id, modelSha256: first.sha256, datasetId: dataset.id, split, result },
    request: { kind: 'model-comparison', models },
    engine: result.models[0]?.engine ?? '',
    programVersion: version,
    createdAt: nowIso(),
    seconds: (performance.now() - startedAt) / 1000,
  };
  await storeWhenFree(db, () => {
    insertAnswer(db, row);
    appendAct(db, row.createdAt, 'compare', { comparisonId: row.id, models, dataset: dataset.name, split });
  });
  return { ...result, comparisonId: row.id };
}

/** Models that have not been evaluated on the records yet are evaluated first. */
async function compareModels(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
  dataset: { id: string; name: string },
  plans: readonly EvaluationPlan[],
): Promise<ModelComparison> {
  const evaluations: StoredEvaluation[] = [];
  for (const plan of plans)
    evaluations.push(findEvaluation(context, plan) ?? (await evaluateModel(context, job, plan)));
  const [{ model: first, records, split, leftOut }] = plans as [EvaluationPlan];
  const { sizes, pairs } = await job.runTask('compare-models', {
    truth: records.map(({ label }) => label),
    classes: classesOfCard(first.card),
    models: plans.map(({ modelFolder }, i) => ({
      folder: modelFolder,
      predicted: evaluations[i]?.predictions.map(({ probabilities }) => classOf(probabilities)) ?? [],
    })),
  });
  const ps = pairs.map(({ onlyFirst, onlySecond }) => mcnemarExact(onlyFirst, onlySecond));
  const adjusted = holm(ps);
  const idAt = (index: number): string => plans[index]?.model.id ?? '';
  return {
    datasetId: dataset.id,
    dataset: dataset.name,
    split,
    records: records.length,
    ...(first.card.classes ? { classes: first.card.classes } : {}),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    models: plans.flatMap(({ model: { id, name, architecture } }, i) => {
      const [evaluation, size] = [evaluations[i], sizes[i]];
      if (!evaluation || !size) return [];
      const { engine, metrics } = evaluation;
      return [{ modelId: id, name, architecture, ...size, engine, metrics }];
    }),
    pairs: pairs.map(({ first, second, onlyFirst, onlySecond, difference, intervals }, i) => ({
      first: idAt(first),
      second: idAt(second),
      onlyFirst,
      onlySecond,
      p: ps[i] as number,
      pHolm: adjusted[i] as number,
      accuracyDifference: difference.accuracy,
      accuracyInterval: intervals.accuracy,
      meanF1Difference: difference.meanF1,
      meanF1Interval: intervals.meanF1,
      f1Difference: difference.f1,
      f1Intervals: intervals.f1,
    })),
  };
}
