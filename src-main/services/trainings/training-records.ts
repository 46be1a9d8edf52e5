import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listRecordIdentities, type RecordIdentity } from '../../db/datasets/record-identities.ts';
import { checkModelInput } from '../models/check-model-input.ts';
import { trainingHalf } from '../../ml/training/training-half.ts';

/** The records that a training learns from and chooses its epoch by. AppError 'bad-input' if the dataset has none. */
export function trainingRecords(
  db: ReadableDB,
  dataset: { id: string; name: string },
  { half }: Pick<TrainOptions, 'half'>,
): RecordIdentity[] {
  const records = (['train', 'validation'] as const).flatMap((split) => {
    const found = listRecordIdentities(db, dataset.id, split);
    if (found.length > 0) return found;
    throw new AppError(
      'bad-input',
      `The dataset "${dataset.name}" has no ${split} records, so nothing can be trained on it.`,
    );
  });
  checkModelInput(
    db,
    records.map(({ id }) => id),
  );
  return half === undefined ? records : trainingHalf(records, half);
}
