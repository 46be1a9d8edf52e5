import { Argument, type Command } from 'commander';
import {
  REMOVABLE_KINDS,
  RENAMABLE_KINDS,
  type RemovableKind,
  type RenamableKind,
} from '../../../../src-shared/contract/removal.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

const kindArgument = (kinds: readonly string[]): Argument => new Argument('<kind>', 'what it is').choices(kinds);

/** Deletes, takes back, renames what is in the workspace. */
export function addRemovalCommands(program: Command): void {
  newCommand(
    program,
    'delete',
    'Delete something. It can be taken back with undelete for a day; what a study or a run depends on is not deleted.',
    'delete dataset my-records',
  )
    .addArgument(kindArgument(REMOVABLE_KINDS))
    .argument('<name-or-id>')
    .action(async (kind: RemovableKind, named: string, options: GlobalOptions) => {
      await runCommand(options, ({ services }) => {
        const removed = services.removal.remove(kind, named);
        const undo = `equipoise undelete ${kind} ${removed.id}`;
        return Promise.resolve({ data: removed, text: `Deleted ${removed.name}. To take it back: ${undo}` });
      });
    });

  newCommand(program, 'deleted', 'List what was deleted and can be taken back.', 'deleted').action(
    async (options: GlobalOptions) => {
      await runCommand(options, ({ services }) => {
        const data = services.removal.list();
        const rows = data.map(({ kind, name, id, at }) => [kind, name, id, at]);
        const text = rows.length === 0 ? 'Nothing.' : textTable(['What', 'Name', 'Id', 'Deleted'], rows);
        return Promise.resolve({ data, text });
      });
    },
  );

  newCommand(program, 'undelete', 'Take back what was deleted, by its id.', 'undelete dataset 3f0c…')
    .addArgument(kindArgument(REMOVABLE_KINDS))
    .argument('<id>')
    .action(async (kind: RemovableKind, id: string, options: GlobalOptions) => {
      await runCommand(options, ({ services }) => {
        services.removal.restore({ kind, id });
        return Promise.resolve({ data: { kind, id }, text: `The ${kind} is back.` });
      });
    });

  newCommand(program, 'rename', 'Give a dataset, a model or a draft another name.', 'rename dataset demo pilot')
    .addArgument(kindArgument(RENAMABLE_KINDS))
    .argument('<name-or-id>')
    .argument('<new-name>')
    .action(async (kind: RenamableKind, named: string, name: string, options: GlobalOptions) => {
      await runCommand(options, ({ services }) => {
        services.removal.rename(kind, named, name);
        return Promise.resolve({ data: { kind, name }, text: `The ${kind} is named ${name} now.` });
      });
    });
}
