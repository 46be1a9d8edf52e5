import type { ModelComparison } from '../../src-shared/contract/scores.ts';
import type { JobContext } from '../jobs/job-queue.ts';
import { mostLikely } from '../ml/softmax.ts';
import { holm } from '../statistics/holm.ts';
import { mcnemarExact } from '../statistics/mcnemar.ts';
import type { ServiceContext } from './context.ts';
import { evaluateModel, findEvaluation, type EvaluationPlan, type StoredEvaluation } from './evaluate-model.ts';

/** Compares models on the same records; those that have not been evaluated on them are, first. */
export async function compareModels(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask'>,
  dataset: { id: string; name: string },
  plans: readonly EvaluationPlan[],
): Promise<ModelComparison> {
  const evaluations: StoredEvaluation[] = [];
  for (const plan of plans)
    evaluations.push(findEvaluation(context, plan) ?? (await evaluateModel(context, job, plan)));
  const [{ records, split }] = plans as [EvaluationPlan];
  const { sizes, pairs } = await job.runTask('compare-models', {
    truth: records.map(({ label }) => label),
    models: plans.map(({ modelFolder }, i) => ({
      folder: modelFolder,
      predicted: evaluations[i]?.predictions.map(({ probabilities }) => mostLikely(probabilities)) ?? [],
    })),
  });
  const ps = pairs.map(({ onlyFirst, onlySecond }) => mcnemarExact(onlyFirst, onlySecond));
  const adjusted = holm(ps);
  const idAt = (place: number): string => plans[place]?.model.id ?? '';
  return {
    datasetId: dataset.id,
    dataset: dataset.name,
    split,
    records: records.length,
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
