import type { Logger } from 'pino';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { deleteJobs, listJobs, putJob } from '../../db/jobs/jobs.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobHistory } from '../../jobs/job-queue.ts';
import { isAlive } from './workspace.ts';

/**
 * The list of jobs as the workspace keeps it. A job that had not ended when its program did was interrupted; those of
 * another program that is still running are left to it. `kept` resolves when all that was told is written.
 */
export function openJobHistory(db: WritableDB, log: Pick<Logger, 'warn'>): JobHistory & { kept: () => Promise<void> } {
  let writing = Promise.resolve();
  const later = (write: () => void): void => {
    writing = writing
      .then(() => storeWhenFree(db, write))
      .catch((error: unknown) => log.warn({ err: error }, 'the list of jobs cannot be written'));
  };
  const keep = (job: Job): void => later(() => putJob(db, process.pid, job));
  const earlier = listJobs(db).flatMap(({ processId, job }) => {
    if (job.finishedAt !== null) return [job];
    // An id of a process may be given again: one of before is not this one, which has only just begun.
    if (processId !== process.pid && isAlive(processId)) return [];
    const interrupted: Job = { ...job, state: 'interrupted', finishedAt: new Date().toISOString(), error: CAUSE };
    keep(interrupted);
    return [interrupted];
  });
  return { earlier, keep, forget: (jobIds) => later(() => deleteJobs(db, jobIds)), kept: () => writing };
}

const CAUSE = {
  code: 'internal',
  message:
    'The program ended before this job did. What it had not stored by then is lost: start it again, or resume it if it was a training.',
};
