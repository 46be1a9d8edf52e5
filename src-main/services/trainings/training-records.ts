import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listRecordIdentities, type RecordIdentity } from '../../db/datasets/record-identities.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import { trainingHalf } from '../../ml/training/training-half.ts';

/**
 * The records that a training learns from and chooses its epoch by, without those of another sampling rate or gain.
 * AppError 'bad-input' if a split of the dataset has none.
 */
export function trainingRecords(
  db: ReadableDB,
  dataset: { id: string; name: string },
  { half }: Pick<TrainOptions, 'half'>,
): { records: RecordIdentity[]; leftOut: LeftOut } {
  const leftOut: LeftOut = [];
  const records = (['train', 'validation'] as const).flatMap((split) => {
    const found = listRecordIdentities(db, dataset.id, split);
    if (found.length > 0) {
      const ids = found.map(({ id }) => id);
      const suitable = recordsForModel(db, ids);
      leftOut.push(...suitable.leftOut);
      const kept = new Set(suitable.recordIds);
      return found.filter(({ id }) => kept.has(id));
    }
    throw new AppError(
      'bad-input',
      `The dataset "${dataset.name}" has no ${split} records, so nothing can be trained on it.`,
    );
  });
  return { records: half === undefined ? records : trainingHalf(records, half), leftOut };
}
