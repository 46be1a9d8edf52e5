import { jobSchema, type Job } from '../../../src-shared/contract/jobs.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const JOB = jsonColumn(jobSchema, { table: 'jobs', column: 'job' });

/** Stores a job as it is now, and of what it made only the ids, in place of what was stored of it. */
export function putJob(db: WritableDB, processId: number, job: Job): void {
  db.prepare(
    `INSERT INTO jobs (id, process_id, job) VALUES (@id, @processId, @job)
     ON CONFLICT (id) DO UPDATE SET job = excluded.job`,
  ).run({ id: job.id, processId, job: JOB.write(jobSchema.parse(job)) });
}

/** Newest first, without those of a kind that this version does not know. */
export function listJobs(db: ReadableDB): { processId: number; job: Job }[] {
  return db
    .prepare<[], { processId: number; job: string }>(
      'SELECT process_id AS processId, job FROM jobs ORDER BY rowid DESC',
    )
    .all()
    .flatMap(({ processId, job: text }) => {
      const job = JOB.readIfKnown(text);
      return job === undefined ? [] : [{ processId, job }];
    });
}

export function deleteJobs(db: WritableDB, ids: readonly string[]): void {
  db.prepare('DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids));
}
