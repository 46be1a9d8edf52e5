import type { Command } from 'commander';
import { counted } from '../../../../src-shared/format/counted.ts';
import { restoreWorkspace, type RestoredWorkspace } from '../../../services/create-services.ts';
import { workspaceFolder } from '../../default-workspace.ts';
import { newCommand } from '../input/command.ts';
import type { GlobalOptions } from '../run/session.ts';

export function addRestoreCommand(program: Command): void {
  newCommand(
    program,
    'restore',
    'Give a workspace whose database was cut or replaced by an older copy the answers that evidence.jsonl beside it holds.',
    'restore --workspace ~/ecg-study',
  ).action(async (options: GlobalOptions) => {
    const restored = await restoreWorkspace(workspaceFolder(options.workspace));
    process.stdout.write(
      options.json ? `${JSON.stringify(restored, null, 2)}\n` : `${sentences(restored).join('\n')}\n`,
    );
  });
}

function sentences({ events, answers, withoutStudy, lost, rekeyed }: RestoredWorkspace): string[] {
  const all = [
    events === 0
      ? 'The database lacks nothing that evidence.jsonl holds.'
      : `Restored ${counted(events, 'event')} of the audit, with ${counted(answers, 'answer')}.`,
  ];
  if (withoutStudy > 0)
    all.push(
      `${counted(withoutStudy, 'row')} could not be restored: this database does not hold their study. They stay in evidence.jsonl.`,
    );
  if (lost > 0) all.push(`${counted(lost, 'event')} are in neither of the two files; the audit says so from now on.`);
  if (rekeyed > 0)
    all.push(
      `${counted(rekeyed, 'reader')} can go on: the key of the session was lost with the database, so that a new one signs from here on, as the audit says.`,
    );
  return all;
}
