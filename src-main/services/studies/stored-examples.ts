import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { sameAttack } from '../../../src-shared/attacks/options.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { listCandidates, type CandidateExample } from '../../db/attacks/examples.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';

/** What examples are made of, besides their records. */
interface MadeOf {
  model: Pick<ModelRow, 'sha256'>;
  datasetId: string;
  split: Split;
  options: AttackOptions;
}

/** Record id → its oldest example that was made so. */
export function storedExamples(
  db: ReadableDB,
  { model, datasetId, split, options }: MadeOf,
): Map<number, CandidateExample> {
  const examples = listAttackRuns(db)
    .filter(
      (run) =>
        run.modelSha256 === model.sha256 &&
        run.datasetId === datasetId &&
        run.split === split &&
        sameAttack(run.options, options),
    )
    .flatMap(({ id }) => listCandidates(db, id));
  return new Map(examples.map((example) => [example.recordId, example]));
}
