import { sameAttack } from '../../../src-shared/attacks/options.ts';
import type { AttackRunRow } from '../../db/attacks/attack-runs.ts';
import { listExamples } from '../../db/attacks/examples.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { AttackPlan } from './store-attack-run.ts';

/** The newest of these runs that is this attack on exactly these records by the model as it is. */
export function findAttackRun<T extends AttackRunRow>(
  db: ReadableDB,
  runs: readonly T[],
  { model, datasetId, split, recordIds, options }: AttackPlan,
): T | undefined {
  const wanted = recordIds.join();
  return runs.find(
    (run) =>
      run.modelId === model.id &&
      run.modelSha256 === model.sha256 &&
      run.datasetId === datasetId &&
      run.split === split &&
      sameAttack(run.options, options) &&
      listExamples(db, run.id)
        .map(({ recordId }) => recordId)
        .join() === wanted,
  );
}
