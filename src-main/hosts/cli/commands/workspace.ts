import { Option, type Command } from 'commander';
import type { Backup } from '../../../../src-shared/contract/workspace.ts';
import type { WorkspaceCheck } from '../../../../src-shared/contract/workspace-check.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { count } from '../../../../src-shared/format/number.ts';
import { wholeNumber } from '../input/parse.ts';
import { backupState, configureBackups } from '../../../services/create-services.ts';
import { workspaceFolder } from '../../default-workspace.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { addRestoreBackupCommand } from './restore-backup.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface BackupsOptions extends GlobalOptions {
  folder?: string;
  keep?: number;
}

/** What keeps a workspace as a whole. */
export function addWorkspaceCommands(program: Command): void {
  const workspace = program
    .command('workspace')
    .description('Back up the whole workspace, restore a backup, check everything.');
  addBackUp(workspace);
  addBackups(workspace);
  addRestoreBackupCommand(workspace);
  addCheckWorkspace(workspace);
}

function addBackUp(workspace: Command): void {
  newCommand(
    workspace,
    'backup',
    'Copy the whole workspace now, also while it is used. Does nothing if nothing has changed since the last backup.',
    'workspace backup --workspace ~/ecg-study',
  ).action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services }) => {
      const data = await services.backups.backUp('asked');
      return { data, text: data ? `Backed up: ${data.path}` : 'Nothing has changed since the last backup.' };
    });
  });
}

function addBackups(workspace: Command): void {
  newCommand(
    workspace,
    'backups',
    'List the backups, newest first; say where they go and how many stay.',
    'workspace backups --folder /media/usb/backups --keep 20',
  )
    .option('--folder <folder>', 'where backups go from now on; "" for the folder in the workspace')
    .addOption(new Option('--keep <count>', 'how many of the newest stay').argParser(wholeNumber(1, 1000)))
    .action(async ({ folder, keep, ...options }: BackupsOptions) => {
      // Without opening the workspace: whoever asks for backups may have one that cannot be opened.
      const workspaceDir = workspaceFolder(options.workspace);
      const now = backupState(workspaceDir);
      const isNew = folder !== undefined || keep !== undefined;
      const kept = folder ?? (now.isDefault ? null : now.folder);
      if (isNew) await configureBackups(workspaceDir, { folder: kept, keep: keep ?? now.keep });
      const data = backupState(workspaceDir);
      process.stdout.write(options.json ? `${JSON.stringify(data, null, 2)}\n` : `${backupsText(data)}\n`);
    });
}

function backupsText({ folder, keep, backups, unusable }: ReturnType<typeof backupState>): string {
  const rows = backups.map(({ name, bytes, studies, answers, version }: Backup) => [
    name,
    `${count(Math.ceil(bytes / 1e6))} MB`,
    counted(studies, 'study', 'studies'),
    counted(answers, 'answer'),
    version,
  ]);
  const table =
    rows.length === 0
      ? 'There is no backup yet.'
      : textTable(['Backup', 'Size', 'Studies', 'Answers', 'Version'], rows);
  return [`In ${folder}, of which the newest ${count(keep)} stay:`, table, ...unusable].join('\n');
}

function addCheckWorkspace(workspace: Command): void {
  newCommand(
    workspace,
    'check',
    'Read the whole workspace: database, signals, models, audit, evidence, every locked study. Ends with 1 if anything is found.',
    'workspace check',
  ).action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services, follow }) => {
      const data = await follow(services.checking.start());
      return { data, text: checkText(data), exitCode: data.findings.length > 0 ? 1 : 0 };
    });
  });
}

function checkText({ findings, signals, models, studies }: WorkspaceCheck): string {
  const read = `${counted(signals, 'signal')}, ${counted(models, 'model')} and ${counted(studies, 'study', 'studies')}`;
  if (findings.length === 0) return `Checked ${read}, the database, the audit and its log: all is as it should be.`;
  return [`Checked ${read}. Found:`, ...findings.map(({ what, cure }) => `- ${what} ${cure}`)].join('\n');
}
