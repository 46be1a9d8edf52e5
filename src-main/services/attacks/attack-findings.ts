import { epsilonCurveResultSchema } from '../../../src-shared/analyses/epsilon-curve.ts';
import { effortSentence, isMore } from '../../../src-shared/analyses/effort-text.ts';
import { transferResultSchema } from '../../../src-shared/analyses/transfer.ts';
import { targetedTableResultSchema } from '../../../src-shared/analyses/targeted-table.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import type { BudgetCurve, Comparison, Transferred, Uses } from '../../attacks/lint/evaluated-run.ts';
import { isComparable } from '../../attacks/lint/lint-comparisons.ts';
import { lintEvaluation } from '../../attacks/lint/lint-evaluation.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { getModel } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listAnalysisResults, listTransfersOf } from '../../db/analyses/analysis-results.ts';
import { countWrongPairs, listFooledRecords } from '../../db/attacks/run-uses.ts';
import { mcnemarExact } from '../../statistics/mcnemar.ts';

type StoredRun = ReturnType<typeof listAttackRuns>[number];

/** The linter's findings about a run, given all that the workspace holds about the same model and dataset. */
export function attackFindings(db: ReadableDB, run: StoredRun): Finding[] {
  const { options, split, summary, classes } = run;
  const card = getModel(db, run.modelId)?.card;
  const rebuiltLogits = card?.exactLogits === false;
  const hasGradient = card?.differentiable !== false;
  return lintEvaluation({
    run: { options, split, summary, classes, rebuiltLogits, hasGradient },
    comparisons: comparisonsOf(db, run),
    transfers: transfersTo(db, run),
    curves: curvesOf(db, run),
    uses: { wrongInStudies: countWrongPairs(db, run.id), tables: tablesWith(db, run), judges: judgesOf(db, run.id) },
  });
}

function comparisonsOf(db: ReadableDB, run: StoredRun): Comparison[] {
  const others = listAttackRuns(db).filter(
    (other) =>
      other.id !== run.id &&
      other.modelSha256 === run.modelSha256 &&
      other.datasetId === run.datasetId &&
      isComparable(run.options, other.options),
  );
  if (others.length === 0) return [];
  const own = fooledById(db, run);
  return others.map((other) => {
    const counts = { shared: 0, fooled: 0, otherFooled: 0, onlyOwn: 0, onlyOther: 0 };
    for (const [recordId, otherFooled] of fooledById(db, other)) {
      const fooled = own.get(recordId);
      if (fooled === undefined) continue;
      counts.shared += 1;
      counts.fooled += Number(fooled);
      counts.otherFooled += Number(otherFooled);
      counts.onlyOwn += Number(fooled && !otherFooled);
      counts.onlyOther += Number(otherFooled && !fooled);
    }
    const { shared, fooled, otherFooled, onlyOwn, onlyOther } = counts;
    return { options: other.options, shared, fooled, otherFooled, p: mcnemarExact(onlyOwn, onlyOther) };
  });
}

/** Whether each record that the run could fool was fooled. */
function fooledById(db: ReadableDB, { id, options }: { id: string; options: AttackOptions }): Map<number, boolean> {
  return new Map(
    listFooledRecords(db, id)
      .filter((record) => isAttackable(record, options))
      .map(({ recordId, fooled }) => [recordId, fooled]),
  );
}

/** Transfers of surrogates' examples to this model. */
function transfersTo(db: ReadableDB, run: StoredRun): Transferred[] {
  const needed = transferResultSchema.pick({ fooledTarget: true });
  return listAnalysisResults(db, 'transfer', needed, run).flatMap(({ request, result }) => {
    if (request.split !== run.split) return [];
    const { attack, surrogateModelId } = request;
    const { count, of, interval } = result.fooledTarget;
    const surrogate = getModel(db, surrogateModelId)?.name ?? surrogateModelId;
    return interval ? [{ surrogate, options: attack, fooled: count, of, interval }] : [];
  });
}

/** The targets of this run's transfers, if it is known what they were trained on; the newest transfer to each. */
function judgesOf(db: ReadableDB, runId: string): Uses['judges'] {
  const needed = transferResultSchema.pick({ targetTrainedOn: true });
  const known = listTransfersOf(db, runId, needed).flatMap(({ target, result: { targetTrainedOn } }) =>
    targetTrainedOn === undefined ? [] : [[target, targetTrainedOn] as const],
  );
  return [...new Map(known)].map(([model, trainedOn]) => ({ model, trainedOn }));
}

/** Curves of success against the budget, on the same split. */
function curvesOf(db: ReadableDB, run: StoredRun): BudgetCurve[] {
  return listAnalysisResults(db, 'epsilon-curve', epsilonCurveResultSchema, run).flatMap(({ request, result }) => {
    if (request.split !== run.split) return [];
    const points = result.points.flatMap(({ epsilonUnits, fooled: { count, of, interval } }) =>
      interval ? [{ epsilonUnits, fooled: count, of, interval }] : [],
    );
    const more = (result.effort ?? []).filter(isMore).map(effortSentence);
    return [{ attack: request.attack, points, more }];
  });
}

/** Tables by class that the run is a part of. */
function tablesWith(db: ReadableDB, run: StoredRun): number {
  const needed = targetedTableResultSchema.pick({ runIds: true });
  return listAnalysisResults(db, 'targeted-table', needed, run).filter(({ result }) => result.runIds.includes(run.id))
    .length;
}
