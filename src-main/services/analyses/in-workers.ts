import { join } from 'node:path';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskInput, TaskName, TaskResult } from '../../jobs/tasks/index.ts';
import { packRecords } from '../workspace/pack-records.ts';
import { workerShares } from '../workspace/worker-shares.ts';
import type { AnalysisSubject, AnalysisTools } from './analysis.ts';

/** Does a task on the subject's records, shared among the workers; the results in no order of the records. */
export async function inWorkers<T extends TaskName>(
  { context: { db, workspace }, models }: AnalysisTools,
  { model, recordIds }: AnalysisSubject,
  job: Pick<JobContext, 'runTasks'>,
  task: T,
  inputOf: (paths: { packPath: string; modelFolder: string }) => TaskInput<T>,
): Promise<TaskResult<T>[]> {
  return workspace.withTemporaryFolder(async (folder) => {
    const shares = workerShares(db, recordIds);
    const inputs = await Promise.all(
      shares.map(async (ids, place) => {
        const packPath = join(folder, `records-${place}.pack`);
        await packRecords(db, ids, packPath);
        return inputOf({ packPath, modelFolder: models.folderOf(model) });
      }),
    );
    return job.runTasks(task, inputs, { sizes: shares.map((ids) => ids.length) });
  });
}
