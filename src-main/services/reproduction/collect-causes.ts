import { listOutcomes } from '../../db/attacks/example-outcomes.ts';
import type { ReproducedCause } from '../../report/reproduction/data.ts';
import { quartiles } from '../../statistics/quartiles.ts';
import { causeOptions, causesOf, CAUSE_METHODS, findTrained } from './cause-steps.ts';
import { attackOf } from './collect-model.ts';
import { findEvaluation, type ReproductionSubject, type ReproductionTools } from './find-run.ts';
import type { ReproductionRequest } from './request.ts';

/** What the workspace holds of the small networks that were trained to find causes; those not trained yet are left out. */
export function collectCauses(
  tools: ReproductionTools,
  { dataset, limit }: Omit<ReproductionSubject, 'model'>,
  request: ReproductionRequest,
): ReproducedCause[] {
  return causesOf(request).flatMap((cause): ReproducedCause[] => {
    const model = findTrained(tools, dataset, causeOptions(cause, request));
    if (!model) return [];
    const subject = { model, dataset, limit };
    const evaluation = findEvaluation(tools, subject);
    const attacks = CAUSE_METHODS.flatMap((method) => attackOf(tools, subject, method, 'han2020'));
    const [first] = attacks;
    const confidence = first
      ? listOutcomes(tools.db, first.runId)
          .filter(({ originallyCorrect }) => originallyCorrect)
          .map(({ probabilitiesBefore, originalClass }) => probabilitiesBefore[originalClass] ?? NaN)
      : [];
    return [
      {
        id: cause.id,
        title: cause.title,
        model: model.name,
        sha256: model.sha256,
        epochs: model.card.epochs ?? null,
        bestEpoch: model.card.bestEpoch ?? null,
        evaluation: evaluation ? { createdAt: evaluation.createdAt, metrics: evaluation.metrics } : null,
        attacks,
        medianConfidence: confidence.length === 0 ? null : quartiles(confidence).median,
      },
    ];
  });
}
