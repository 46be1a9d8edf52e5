import { CLASS_CODES } from '../../src-shared/ecg.ts';
import type { Db } from './open.ts';

/** How a model's card counts the records that it was trained on: enough to know the dataset again. */
export interface TrainingCounts {
  train: number;
  validation: number;
  /** In the order N, A, O, ~. */
  trainClasses: number[];
}

/** The datasets whose training and validation splits have just these counts. */
export function findTrainingDatasets(db: Db, { train, validation, trainClasses }: TrainingCounts): string[] {
  const classes = CLASS_CODES.map((_, label) => `sum(split = 'train' AND label = ${label}) = @class${label}`);
  const values = Object.fromEntries(CLASS_CODES.map((_, label) => [`class${label}`, trainClasses[label] ?? 0]));
  return db
    .prepare<[Record<string, number>], string>(
      `SELECT dataset_id FROM records GROUP BY dataset_id
       HAVING sum(split = 'train') = @train AND sum(split = 'validation') = @validation AND ${classes.join(' AND ')}`,
    )
    .pluck()
    .all({ train, validation, ...values });
}

/** How many of these records are recordings of one of these datasets' training splits, under whatever name. */
export function countTrainedOn(db: Db, recordIds: readonly number[], datasetIds: readonly string[]): number {
  return (
    db
      .prepare<[string, string], number>(
        `SELECT count(*) FROM records r JOIN json_each(?) chosen ON chosen.value = r.id
         WHERE EXISTS (SELECT 1 FROM records t JOIN json_each(?) d ON d.value = t.dataset_id
           WHERE t.sha256 = r.sha256 AND t.split = 'train')`,
      )
      .pluck()
      .get(JSON.stringify(recordIds), JSON.stringify(datasetIds)) ?? 0
  );
}
