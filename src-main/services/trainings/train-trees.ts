import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { codesOf } from '../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { copiesFor, defaultTrainOptions } from '../../../src-shared/models/train-options.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { listModels, upsertModel } from '../../db/models/models.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { hashRecordings } from '../../ecg/dataset/record-set-hash.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { readCard } from '../../ml/files/card-file.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { hashModel, replaceStored } from '../models/model-folder.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { trainingRecords } from './training-records.ts';

export interface TreesRequest {
  datasetId: string;
  name?: string | undefined;
  /** The most rounds. */
  rounds?: number | undefined;
}

const ARCHITECTURE = 'trees';
/** Small trees and small steps: features are few and noisy. */
const OPTIONS = { rounds: 600, patience: 40, mostLeaves: 12, leastRecords: 20, l2: 5, learningRate: 0.05 };

/**
 * Boosts trees on measured features of a dataset's training records, rounds chosen by its validation records, and stores
 * them as a model. Throws AppError: not-found, bad-input, conflict for a name that is taken.
 */
export function startTreesTraining(
  context: ServiceContext,
  datasets: DatasetService,
  { datasetId, name = ARCHITECTURE, rounds = OPTIONS.rounds }: TreesRequest,
): StartedJob<'train-trees'> {
  const dataset = datasets.find(datasetId);
  if (listModels(context.db).some((model) => model.name === name))
    throw new AppError('conflict', `There is a model "${name}" already. Give this one another name (--name).`);
  return context.jobs.start('train-trees', `Train ${name} on ${dataset.name}`, (job) =>
    trainTrees(context, job, { dataset, name, rounds }),
  );
}

async function trainTrees(
  context: ServiceContext,
  job: JobContext,
  { dataset, name, rounds }: { dataset: DatasetSummary; name: string; rounds: number },
): Promise<JobResults['train-trees']> {
  const { db, workspace, version } = context;
  const startedAt = performance.now();
  const { records, leftOut } = trainingRecords(db, dataset, {});
  const recordIds = records.map(({ id }) => id);
  const model = { card: { classes: [...dataset.classes] } };
  return withPacks(context, { recordIds, model }, async (packs) => {
    const parts = await inWorkers(job, 'features', packs, ({ recordsPath }) => ({ packPath: recordsPath }));
    const features = parts.find((part) => part.features)?.features ?? [];
    const measured = parts.flatMap((part) => part.records);
    const outFolder = packs[0]?.pathFor('model') ?? '';
    const learned = records.filter(({ split }) => split === 'train');
    const card: ModelCard = {
      architecture: ARCHITECTURE,
      classes: [...dataset.classes],
      data: { name: dataset.name },
      records: {
        train: learned.length,
        validation: records.length - learned.length,
        trainSha256: hashRecordings(learned.map(({ sha256 }) => sha256)),
        ...(leftOut.length === 0 ? {} : { leftOut: leftOut.length }),
      },
      description: `Gradient boosting of trees on ${features.length} measured features of a record: R-R intervals, shape of the median beat, spectrum, quality (after ENCASE, Hong et al. 2017).`,
      engine: 'none',
      madeBy: `Equipoise ${version}`,
      selection: 'the round with the lowest loss on the validation records',
      differentiable: false,
      blackBox: 'It counts beats and compares numbers with limits, which has no gradient.',
      exactLogits: true,
    };
    const classWeights = copiesFor(defaultTrainOptions(), dataset.classes).map(Math.sqrt);
    const kept = await job.runTask('train-trees', {
      ...{ outFolder, features, records: measured, classes: codesOf(dataset.classes).length, classWeights },
      options: { ...OPTIONS, rounds },
      card,
    });
    const id = randomUUID();
    const row = { id, name, architecture: ARCHITECTURE, origin: 'trained' as const, sha256: hashModel(outFolder) };
    await replaceStored(outFolder, join(workspace.modelsFolder, id), (folder) =>
      storeWhenFree(db, () => {
        upsertModel(db, { ...row, createdAt: nowIso(), card: readCard(folder), history: [] });
        appendAct(db, nowIso(), 'train', { modelId: id, name, dataset: dataset.name, stopped: false });
      }),
    );
    const { round, loss, accuracy } = kept;
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      modelId: id,
      name,
      records: records.length,
      features: features.length,
      rounds: round,
      loss,
      accuracy,
      seconds,
    };
  });
}
