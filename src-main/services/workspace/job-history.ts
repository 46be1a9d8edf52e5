import type { Logger } from 'pino';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { deleteJobs, listJobs, putJob } from '../../db/jobs/jobs.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { whenFree } from '../../db/sqlite/when-free.ts';
import type { JobHistory } from '../../jobs/job-queue.ts';
import { runsElsewhere } from './workspace.ts';

/**
 * The list of jobs as the workspace keeps it. A job that had not ended when its program did was interrupted; those of
 * another program that is still running are left to it. `kept` resolves when all that was told is written.
 */
export function openJobHistory(db: WritableDB, log: Pick<Logger, 'warn'>): JobHistory & { kept: () => Promise<void> } {
  /** Job → its newest state, null if it is to be forgotten: what waits for a database that another program holds. */
  const waiting = new Map<string, Job | null>();
  let writing: Promise<void> | null = null;
  const store = (): void => {
    for (const job of waiting.values()) if (job !== null) putJob(db, process.pid, job);
    deleteJobs(
      db,
      [...waiting].flatMap(([id, job]) => (job === null ? [id] : [])),
    );
    waiting.clear();
  };
  const write = async (): Promise<void> => {
    // What is told in this turn is written at once.
    await Promise.resolve();
    try {
      while (waiting.size > 0) await whenFree(() => db.transaction(store).immediate());
    } catch (error) {
      // It is tried again with what is told next.
      log.warn({ err: error }, 'the list of jobs cannot be written');
    } finally {
      writing = null;
    }
  };
  const tell = (id: string, job: Job | null): void => {
    waiting.set(id, job);
    writing ??= write();
  };
  const earlier = listJobs(db).flatMap(({ processId, job }) => {
    if (job.finishedAt !== null) return [job];
    if (runsElsewhere(processId)) return [];
    const interrupted: Job = { ...job, state: 'interrupted', finishedAt: new Date().toISOString(), error: CAUSE };
    tell(job.id, interrupted);
    return [interrupted];
  });
  return {
    earlier,
    keep: (job) => tell(job.id, job),
    forget: (jobIds) => jobIds.forEach((id) => tell(id, null)),
    kept: async () => (await writing) ?? undefined,
  };
}

const CAUSE = {
  code: 'internal',
  message:
    'The program ended before this job did. What it had not stored by then is lost: start it again, or resume it if it was a training.',
};
