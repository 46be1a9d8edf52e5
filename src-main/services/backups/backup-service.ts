import { sep } from 'node:path';
import { z } from 'zod';
import type { Backup, BackupReason } from '../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { errorText } from '../../../src-shared/errors/error-text.ts';
import type { AuditEntry } from '../../db/audit/audit.ts';
import { getStudy } from '../../db/studies/studies.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { shownBackup } from './backup-manifest.ts';
import { backupsFolder, readBackupSettings, type BackupSettings } from './backup-settings.ts';
import { backupState, configureBackups } from './backup-state.ts';
import { findBackups, removeOld, type FoundBackup } from './list-backups.ts';
import { makeBackup } from './make-backup.ts';
import { workspaceState } from './workspace-state.ts';

/** What is backed up at once, by its entry in the audit: it cannot be made again, or opens what was closed. */
const AT_ONCE: Readonly<Record<string, BackupReason>> = {
  'study-lock': 'lock',
  'results-open': 'unseal',
  'study-unseal': 'unseal',
  'session-collect': 'collect',
};

const aboutStudySchema = z.object({ studyId: z.string().optional() });

/** Several bundles that come back one after the other are one occasion. */
const QUIET_MS = 5_000;
const DAY_MS = 24 * 3600 * 1000;
/** How often a host looks whether a day is over; the first time when what every start does is done. */
const LOOK_MS = 3600 * 1000;
const FIRST_LOOK_MS = 60 * 1000;

/** Copies of the whole workspace, made by itself and on request. */
export class BackupService {
  readonly #context: ServiceContext;
  readonly #stop = new AbortController();
  #timers: NodeJS.Timeout[] = [];
  #quiet: NodeJS.Timeout | undefined;
  /** What happened since the last backup and is worth one at once. */
  #wanted: BackupReason | undefined;
  #problem: string | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #automatic = false;

  constructor(context: ServiceContext) {
    this.#context = context;
    context.workspace.evidence.onKept = (entries) => this.#heed(entries);
  }

  /** From here on backups are made by themselves, a day after the last and after what AT_ONCE names. */
  beginAutomatic(): void {
    this.#automatic = true;
    const look = (): void => void this.#inBackground(() => this.#daily());
    this.#timers = [setTimeout(look, FIRST_LOOK_MS), setInterval(look, LOOK_MS)];
    for (const timer of this.#timers) timer.unref();
  }

  state(): ReturnType<typeof backupState> {
    return { ...backupState(this.#context.workspace.folder), problem: this.#problem };
  }

  /** One after the other. Null where nothing has changed since the last one. Throws AppError: storage. */
  backUp(why: BackupReason): Promise<Backup | null> {
    const turn = this.#last.then(() => this.#backUpNow(why));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** After a command: what it did that is worth a backup at once is backed up. Throws the same. */
  async backUpActs(): Promise<void> {
    await this.#context.workspace.evidence.keep();
    if (this.#wanted !== undefined) await this.backUp(this.#wanted);
  }

  async configure(settings: BackupSettings): Promise<void> {
    await configureBackups(this.#context.workspace.folder, settings);
    this.#problem = null;
  }

  async close(): Promise<void> {
    for (const timer of [...this.#timers, this.#quiet]) clearTimeout(timer);
    this.#stop.abort();
    await this.#last;
  }

  async #backUpNow(why: BackupReason): Promise<Backup | null> {
    const { workspace, db, version } = this.#context;
    try {
      const settings = readBackupSettings(workspace.folder);
      const root = backupsFolder(workspace.folder, settings);
      this.#wanted = undefined;
      if (this.#newest(root)?.manifest.state === workspaceState(db, workspace.folder)) return null;
      const { folder, manifest } = await makeBackup(workspace, { root, why, version, signal: this.#stop.signal });
      removeOld(root, (each) => this.#isOwn(each), settings.keep);
      this.#problem = null;
      return shownBackup(folder, manifest);
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code !== 'cancelled') this.#problem = errorText(error);
      throw error;
    }
  }

  #newest(root: string): FoundBackup | undefined {
    return findBackups(root).found.find((each) => this.#isOwn(each));
  }

  /** Several workspaces may share a folder; what lies in a workspace is its own, wherever that was moved. */
  #isOwn({ folder, manifest }: FoundBackup): boolean {
    const { folder: workspace } = this.#context.workspace;
    return manifest.workspace === workspace || folder.startsWith(`${workspace}${sep}`);
  }

  async #daily(): Promise<void> {
    const { folder } = this.#context.workspace;
    const newest = this.#newest(backupsFolder(folder, readBackupSettings(folder)));
    const isOld = newest === undefined || Date.now() - Date.parse(newest.manifest.made) >= DAY_MS;
    if (isOld) await this.backUp('daily');
  }

  #heed(entries: readonly AuditEntry[]): void {
    const worth = entries.findLast((entry) => AT_ONCE[entry.action] !== undefined && !this.#isOfRehearsal(entry));
    const reason = worth && AT_ONCE[worth.action];
    if (reason === undefined) return;
    this.#wanted = reason;
    if (!this.#automatic) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#inBackground(() => this.backUp(reason)), QUIET_MS);
    this.#quiet.unref();
  }

  /** Rehearsals can be made again; they would soon take the place of all older backups. */
  #isOfRehearsal({ details }: AuditEntry): boolean {
    const { studyId } = aboutStudySchema.parse(JSON.parse(details));
    return studyId !== undefined && (getStudy(this.#context.db, studyId)?.rehearsalOf ?? null) !== null;
  }

  /** Nobody waits for it: what fails is in the log and in `problem`, and the next look tries again. */
  async #inBackground(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code !== 'cancelled') this.#context.log.error({ err: error }, 'the workspace could not be backed up');
    }
  }
}
