import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Finding, WorkspaceCheck } from '../../../src-shared/contract/workspace-check.ts';
import { listStudies } from '../../db/studies/studies.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { checkEvidenceLog } from './check-evidence-log.ts';
import { checkModels } from './check-models.ts';
import { checkAudit, checkStudies } from './check-studies.ts';
import { checkRoom } from './check-room.ts';
import { findingsOf } from './database-findings.ts';

/** Reads everything that the workspace keeps, and says what is not as it should be. */
export class CheckingService {
  /** What the newest check of this run of the program found. */
  last: WorkspaceCheck | null = null;
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  start(): StartedJob<'check-workspace'> {
    return this.#context.jobs.start('check-workspace', 'Check the workspace', async (job) => {
      this.last = await this.#check(job);
      return this.last;
    });
  }

  async #check(job: JobContext): Promise<WorkspaceCheck> {
    const { db, workspace } = this.#context;
    const begun = performance.now();
    const read = await job.runTask('check-database', { path: join(workspace.folder, DATABASE) });
    await setImmediate();
    const { models, findings: ofModels } = await checkModels(db, workspace.modelsFolder);
    const findings: Finding[] = [
      ...findingsOf(read),
      ...ofModels,
      ...(await checkAudit(db)),
      ...(await checkEvidenceLog(workspace)),
      ...(await checkStudies(db, job.signal)),
      ...(await checkRoom(workspace.folder)),
    ];
    const seconds = (performance.now() - begun) / 1000;
    return { at: nowIso(), findings, signals: read.signals, models, studies: listStudies(db).length, seconds };
  }
}
