import type { RecordId } from '../../../src-shared/record-id.ts';
import { join } from 'node:path';
import { classesOfCard } from '../../../src-shared/class-list.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskInput, TaskName, TaskResult } from '../../jobs/tasks/index.ts';
import type { ServiceContext } from './context.ts';
import { packExamples, packRecords } from './pack-records.ts';
import { workerShares, type ShareOptions } from './worker-shares.ts';

/** What is packed: records and, if given, an example of each. */
export interface Packed {
  recordIds: readonly RecordId[];
  /** Whose positions their labels become; null: those of their own dataset. */
  model: Pick<ModelRow, 'card'> | null;
  /** By the id of its record; every record has one. */
  exampleIds?: ReadonlyMap<RecordId, number> | undefined;
}

/** The share of one worker, in files of its own. */
export interface WorkerPacks {
  recordIds: readonly RecordId[];
  recordsPath: string;
  /** The examples in the order of the records; the file does not exist if none were requested. */
  examplesPath: string;
  /** For what the worker makes: a file or folder beside the packs. */
  pathFor(name: string): string;
}

/** Packs records in one piece; the files are deleted after the work, even if it fails. */
export function withPack<T>(
  { db, workspace }: Pick<ServiceContext, 'db' | 'workspace'>,
  packed: Packed,
  work: (packs: WorkerPacks) => Promise<T>,
): Promise<T> {
  return workspace.withTemporaryFolder(async (folder) => work(await pack(db, folder, packed)));
}

/** The same in as many shares as workers are worthwhile; `among`: only the shares that hold one of these records. */
export function withPacks<T>(
  { db, workspace }: Pick<ServiceContext, 'db' | 'workspace'>,
  {
    recordIds,
    exampleIds,
    model,
    among,
    ...options
  }: Packed & ShareOptions & { among?: ReadonlySet<RecordId> | undefined },
  work: (packs: WorkerPacks[]) => Promise<T>,
): Promise<T> {
  return workspace.withTemporaryFolder(async (folder) => {
    const shares = workerShares(db, recordIds, options).filter(
      (share) => among === undefined || share.some((id) => among.has(id)),
    );
    return work(
      await Promise.all(
        shares.map((ids, index) => pack(db, folder, { recordIds: ids, exampleIds, model }, `-${index}`)),
      ),
    );
  });
}

/** Runs a task on every share in a worker of its own; the results are in the order of the shares. */
export function inWorkers<T extends TaskName>(
  job: Pick<JobContext, 'runTasks'>,
  task: T,
  packs: readonly WorkerPacks[],
  inputOf: (packs: WorkerPacks) => TaskInput<T>,
): Promise<TaskResult<T>[]> {
  return job.runTasks(task, packs.map(inputOf), { sizes: packs.map(({ recordIds }) => recordIds.length) });
}

async function pack(
  db: ReadableDB,
  folder: string,
  { recordIds, exampleIds, model }: Packed,
  suffix = '',
): Promise<WorkerPacks> {
  const pathFor = (name: string): string => join(folder, `${name}${suffix}`);
  const [recordsPath, examplesPath] = [pathFor('records'), pathFor('examples')];
  const records = { recordIds, classes: model ? classesOfCard(model.card) : undefined };
  await packRecords(db, records, recordsPath);
  if (exampleIds) {
    const ids = recordIds.map((id) => exampleIds.get(id) as number);
    await packExamples(db, records, ids, examplesPath);
  }
  return { recordIds, recordsPath, examplesPath, pathFor };
}
