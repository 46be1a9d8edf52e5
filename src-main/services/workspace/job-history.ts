import type { Logger } from 'pino';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { deleteJobs, listJobs, putJob } from '../../db/jobs/jobs.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import type { JobHistory } from '../../jobs/job-queue.ts';
import { isAlive } from './workspace.ts';

/**
 * The list of jobs as the workspace keeps it. A job that had not ended when its program did was interrupted; those of
 * another program that is still running are left to it.
 */
export function openJobHistory(db: WritableDB, log: Pick<Logger, 'warn'>): JobHistory {
  const quietly = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      log.warn({ err: error }, 'the list of jobs cannot be written');
    }
  };
  const keep = (job: Job): void => quietly(() => putJob(db, process.pid, job));
  const earlier = listJobs(db).flatMap(({ processId, job }) => {
    if (job.finishedAt !== null) return [job];
    // An id of a process may be given again: one of before is not this one, which has only just begun.
    if (processId !== process.pid && isAlive(processId)) return [];
    const interrupted: Job = { ...job, state: 'interrupted', finishedAt: new Date().toISOString(), error: CAUSE };
    keep(interrupted);
    return [interrupted];
  });
  return { earlier, keep, forget: (jobIds) => quietly(() => deleteJobs(db, jobIds)) };
}

const CAUSE = {
  code: 'internal',
  message:
    'The program ended before this job did. What it had not stored by then is lost: start it again, or resume it if it was a training.',
};
