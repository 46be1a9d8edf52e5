import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { sameAttack } from '../../../src-shared/attacks/options.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { listExamples } from '../../db/attacks/examples.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { AnalysisSubject, AnalysisTools } from './analysis.ts';

/**
 * The run of this attack on exactly these records by the model as it is: the newest stored one, or else a new one,
 * which is stored like any other.
 */
export async function runOf(
  { context, attacks }: AnalysisTools,
  job: JobContext,
  subject: AnalysisSubject,
  options: AttackOptions,
): Promise<string> {
  const { db } = context;
  const { model, datasetId, split, recordIds } = subject;
  const wanted = ordered(recordIds);
  const stored = listAttackRuns(db).find(
    (run) =>
      run.modelSha256 === model.sha256 &&
      run.datasetId === datasetId &&
      run.split === split &&
      sameAttack(run.options, options) &&
      ordered(listExamples(db, run.id).map(({ recordId }) => recordId)) === wanted,
  );
  if (stored) return stored.id;
  const { runId } = await attacks.attackRecords(job, { model, datasetId, split, recordIds, options });
  return runId;
}

function ordered(ids: readonly number[]): string {
  return [...ids].sort((a, b) => a - b).join();
}
