import type { Logger } from 'pino';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { Workspace } from './workspace.ts';

/** What every service works with. */
export interface ServiceContext {
  workspace: Workspace;
  db: WritableDB;
  jobs: JobQueue;
  log: Logger;
  /** Folder that holds resources/ and studies/. */
  appRoot: string;
  /** Of the program; part of every provenance. */
  version: string;
}

export const nowIso = (): string => new Date().toISOString();
