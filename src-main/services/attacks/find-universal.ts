import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { FoundOn } from '../../../src-shared/attacks/found-on.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { listRecordIds } from '../../db/datasets/records.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';

interface Subject {
  model: ModelRow;
  modelFolder: string;
  datasetId: string;
  /** Of the records that are attacked. */
  split: Split;
  options: AttackOptions;
}

export interface FoundUniversal {
  pattern: Float64Array;
  foundOn: FoundOn;
}

/**
 * The one perturbation of a universal attack, found on records that it is not judged on: the first by name of the validation
 * split, or of the train split where validation records are attacked. Undefined for any other attack.
 */
export async function findUniversalFor(
  context: ServiceContext,
  job: Pick<JobContext, 'runTasks'>,
  { model, modelFolder, datasetId, split, options }: Subject,
): Promise<FoundUniversal | undefined> {
  if (options.method !== 'universal') return undefined;
  const from: Split = split === 'validation' ? 'train' : 'validation';
  const all = listRecordIds(context.db, { datasetId, split: from });
  if (all.length === 0) {
    throw new AppError(
      'bad-input',
      `A universal perturbation is found on records of the ${from} split, of which this dataset has none. Import it with a split.`,
    );
  }
  const recordIds = recordsForModel(context.db, all, model).recordIds.slice(0, options.foundOnRecords);
  return withPacks(context, { recordIds, model, shares: 1 }, async (packs) => {
    const [found] = await inWorkers(job, 'find-universal', packs, ({ recordsPath }) => ({
      packPath: recordsPath,
      modelFolder,
      options,
    }));
    const { pattern, attackable, fooled } = found!;
    return { pattern, foundOn: { split: from, records: recordIds.length, attackable, fooled } };
  });
}
