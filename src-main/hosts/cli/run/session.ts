import type { CommanderError } from 'commander';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { errorText } from '../../../../src-shared/errors/error-text.ts';
import type { JobKind, JobResults } from '../../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../../src-shared/contract/jobs.ts';
import { createServices, type Services } from '../../../services/create-services.ts';
import { appRoot, programVersion } from '../../app-root.ts';
import { createLog } from '../../create-log.ts';
import { workspaceFolder } from '../../default-workspace.ts';
import { spawnNodeWorker } from '../../spawn-node-worker.ts';
import { onStopSignals } from '../../stop-signals.ts';
import { showProgress } from './progress.ts';
import { terminalJson, terminalText } from '../../../../src-shared/format/terminal-text.ts';
import { say } from './say.ts';

/** The options that every command has besides its own. */
export interface GlobalOptions {
  workspace?: string;
  json?: boolean;
}

/** The result as data (--json) and as text for people. */
export interface CommandResult {
  data: unknown;
  text: string;
  /** Instead of `text`, a file that has no character a terminal could act on: it is written as it is. */
  file?: string;
  /** 1 if the command did its work and the result still counts as a failure (import --strict). */
  exitCode?: 0 | 1;
}

export interface CommandContext {
  services: Services;
  /** Shows the job's progress on stderr until it ends; Ctrl-C stops it. Throws its AppError. */
  follow: <K extends JobKind>(job: StartedJob<K>) => Promise<JobResults[K]>;
}

/** Opens the workspace, runs one command on it, prints its result on stdout, and closes everything. */
export async function runCommand(
  options: GlobalOptions,
  work: (context: CommandContext) => Promise<CommandResult>,
): Promise<void> {
  const services = await createServices({
    workspaceDir: workspaceFolder(options.workspace),
    appRoot,
    spawnWorker: () => spawnNodeWorker(),
    log: createLog(),
    version: programVersion(appRoot),
  });
  const stopListening = onStopSignals(process, {
    stop: () => {
      say('\nStopping … (press Ctrl-C again to end at once)');
      for (const { id, state } of services.jobs.list())
        if (state === 'running' || state === 'queued') services.jobs.cancel(id);
    },
    force: () => process.exit(130),
  });
  try {
    const {
      data,
      text,
      file,
      exitCode = 0,
    } = await work({ services, follow: (job) => showProgress(services.jobs, job) });
    process.stdout.write(options.json ? `${jsonText(data)}\n` : (file ?? `${terminalText(text.trimEnd())}\n`));
    process.exitCode = exitCode;
    await services.backups
      .backUpActs()
      .catch((error: unknown) => say(`Not backed up: ${errorText(AppError.from(error))}`));
  } finally {
    stopListening();
    await services.close();
  }
}

/** Reports what went wrong: as JSON on stdout for programs, as a sentence on stderr for people. */
export function reportFailure(thrown: unknown, json: boolean): void {
  const error = AppError.from(thrown);
  const text = errorText(error);
  if (json) printError(error.code, text);
  say(`${error.code === 'cancelled' ? 'Stopped' : 'Error'}: ${text}`);
  if (error.code === 'internal' && error.cause instanceof Error) say(error.cause.stack ?? '');
  process.exitCode = 1;
}

/**
 * Exits where commander ended the command: 0 after help and version, 2 after a usage error. Commander has written on
 * stderr what is wrong; programs get that as JSON on stdout.
 */
export function endAfterCommander(error: CommanderError, json: boolean): void {
  process.exitCode = error.exitCode === 0 ? 0 : 2;
  if (error.exitCode === 0 || !json) return;
  printError('wrong-use', error.message.replace(/^error: /, ''));
}

function printError(code: string, message: string): void {
  process.stdout.write(`${jsonText({ error: { code, message } })}\n`);
}

function jsonText(data: unknown): string {
  return terminalJson(JSON.stringify(data, null, 2));
}
