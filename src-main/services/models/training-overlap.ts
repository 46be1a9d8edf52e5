import { z } from 'zod';
import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import { trainOptionsSchema } from '../../../src-shared/models/train-options.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import { countRecordings, listDatasetsByValidation } from '../../db/datasets/training-records.ts';
import { trainingHalf } from '../../ml/training/training-half.ts';

const count = z.int().nonnegative();
/** How a card tells which records a model learned from: enough to know the dataset again, and its half to draw it. */
const cardSchema = z.object({
  records: z.object({
    train: count,
    validation: count,
    trainClasses: z.object({ N: count, A: count, O: count, '~': count }),
  }),
  options: trainOptionsSchema.pick({ half: true }).loose().optional(),
});

/**
 * How many of these records the model was trained on; undefined where its card does not tell, or the dataset that it
 * tells of is not in this workspace.
 */
export function trainedOn(
  db: ReadableDB,
  { card }: Pick<ModelRow, 'card'>,
  recordIds: readonly number[],
): number | undefined {
  const told = cardSchema.safeParse(card);
  const recordings = told.success ? trainingRecordings(db, told.data) : undefined;
  return recordings && countRecordings(db, recordIds, recordings);
}

/** Those of every dataset that has just these counts; undefined where there is none. */
function trainingRecordings(db: ReadableDB, { records, options }: z.infer<typeof cardSchema>): Set<string> | undefined {
  const half = options?.half;
  const found = listDatasetsByValidation(db, records.validation)
    .map((datasetId) => {
      const train = listRecordIdentities(db, datasetId, 'train');
      return half === undefined ? train : trainingHalf(train, half);
    })
    .filter(
      (train) =>
        train.length === records.train &&
        CLASS_CODES.every(
          (code, label) => train.filter((one) => one.label === label).length === records.trainClasses[code],
        ),
    );
  return found.length === 0 ? undefined : new Set(found.flat().map(({ sha256 }) => sha256));
}
