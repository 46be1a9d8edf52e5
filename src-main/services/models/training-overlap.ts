import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import { countRecordings, listDatasetsByTraining } from '../../db/datasets/training-records.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { hashRecordings } from '../../ecg/dataset/record-set-hash.ts';
import { trainingHalf } from '../../ml/training/training-half.ts';

/**
 * How many of these records the model was trained on; undefined where its card does not have the hash of its training
 * recordings, or no dataset of this workspace has those recordings as its train split.
 */
export function trainingOverlap(
  db: ReadableDB,
  { card }: Pick<ModelRow, 'card'>,
  recordIds: readonly RecordId[],
): number | undefined {
  const recordings = trainingRecordings(db, card);
  return recordings && countRecordings(db, recordIds, recordings);
}

/** The recordings whose hash the card has, in the dataset that has them all. */
function trainingRecordings(db: ReadableDB, { records, options }: ModelCard): string[] | undefined {
  const { trainSha256, train = 0 } = records ?? {};
  if (trainSha256 === undefined) return undefined;
  for (const datasetId of listDatasetsByTraining(db, train)) {
    const all = listRecordIdentities(db, datasetId, 'train');
    const learned = options?.half === undefined ? all : trainingHalf(all, options.half);
    const recordings = learned.map(({ sha256 }) => sha256);
    if (hashRecordings(recordings) === trainSha256) return recordings;
  }
  return undefined;
}
