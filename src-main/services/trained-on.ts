import { z } from 'zod';
import { CLASS_CODES } from '../../src-shared/ecg.ts';
import type { ModelRow } from '../db/models.ts';
import type { Db } from '../db/open.ts';
import { countTrainedOn, findTrainingDatasets } from '../db/training-records.ts';

const count = z.int().nonnegative();
const cardSchema = z.object({
  records: z.object({
    train: count,
    validation: count,
    trainClasses: z.object({ N: count, A: count, O: count, '~': count }),
  }),
});

/**
 * How many of these records the model was trained on; undefined where its card does not tell, or the dataset that it
 * tells of is not in this workspace.
 */
export function trainedOn(db: Db, model: Pick<ModelRow, 'card'>, recordIds: readonly number[]): number | undefined {
  const card = cardSchema.safeParse(model.card);
  if (!card.success) return undefined;
  const { train, validation, trainClasses } = card.data.records;
  const datasets = findTrainingDatasets(db, {
    train,
    validation,
    trainClasses: CLASS_CODES.map((code) => trainClasses[code]),
  });
  return datasets.length === 0 ? undefined : countTrainedOn(db, recordIds, datasets);
}
