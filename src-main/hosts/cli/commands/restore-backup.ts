import path from 'node:path';
import type { Command } from 'commander';
import type { RestoreLoss } from '../../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { restoreLossText } from '../../../../src-shared/keeping/restore-loss.ts';
import { cancelRestore, finishRestore, lossOf, planRestore } from '../../../services/create-services.ts';
import { claimWorkspace } from '../../claim-workspace.ts';
import { workspaceFolder } from '../../default-workspace.ts';
import { newCommand } from '../input/command.ts';
import type { GlobalOptions } from '../run/session.ts';

interface RestoreOptions extends GlobalOptions {
  yes?: boolean;
  cancel?: boolean;
}

/** `workspace restore`, under the command `workspace`. */
export function addRestoreBackupCommand(workspace: Command): void {
  newCommand(
    workspace,
    'restore [backup]',
    'Put a backup in the place of the workspace, which must not be open. What is there now is kept in a folder of its own.',
    'workspace restore 2026-11-27T20-15-03Z-daily',
  )
    .option('--yes', 'also where answers or anything else since the backup would be missing')
    .option('--cancel', 'take back a restoration that a window has been asked for')
    .action(async (backup: string | undefined, options: RestoreOptions) => {
      const folder = workspaceFolder(options.workspace);
      const { text, ...data } = options.cancel ? await cancel(folder) : await restore(folder, backup, options);
      process.stdout.write(options.json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`);
    });
}

async function cancel(folder: string): Promise<{ text: string }> {
  await cancelRestore(folder);
  return { text: 'Nothing will be restored.' };
}

async function restore(folder: string, backup: string | undefined, { yes = false }: RestoreOptions) {
  if (backup === undefined)
    throw new AppError('bad-input', 'Name a backup: "equipoise workspace backups" lists those that there are.');
  const loss = lossOf(folder, backup);
  if (!yes && loss.events > 0) {
    throw new AppError('refused', `${restoreLossText(loss)} To restore it all the same, add --yes.`, { loss });
  }
  const release = claimWorkspace(folder);
  try {
    await planRestore(folder, backup);
    const finished = await finishRestore(folder);
    if (!finished) throw new AppError('internal', 'The restoration that was asked for is gone.');
    return { ...finished, text: finishedText(finished) };
  } finally {
    release();
  }
}

function finishedText({ name, aside, loss }: { name: string; aside: string; loss: RestoreLoss }): string {
  return [
    `The workspace is as it was in the backup ${name}. ${restoreLossText(loss)}`,
    `What was there is kept in ${path.resolve(aside)}; delete it when it is no longer needed.`,
  ].join('\n');
}
