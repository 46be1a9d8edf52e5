import type { Command } from 'commander';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { progressOfCodes } from '../../../../src-shared/study/codes-progress.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

/** `study codes`, under the command `study`. */
export function addCodesCommand(study: Command): void {
  newCommand(
    study,
    'codes <study>',
    'List the codes that the readers of a locked study begin with, and how far each has read.',
    'study codes "Demo study"',
  ).action(async (idOrTitle: string, options: GlobalOptions) => {
    await runCommand(options, ({ services }) => {
      const { id } = services.studies.find(idOrTitle);
      const found = services.studies.list().find((each) => each.id === id) as StudySummary;
      const codes = progressOfCodes(found);
      return Promise.resolve({ data: codes, text: codesText(found, codes) });
    });
  });
}

function codesText({ title, state, protocol }: StudySummary, codes: ReturnType<typeof progressOfCodes>): string {
  if (codes.length > 0) {
    return textTable(
      ['Code', 'Answered'],
      codes.map(({ code, answered, total }) => [code, answered === null ? 'not begun' : `${answered}/${total}`]),
    );
  }
  return protocol.readers && state === 'draft'
    ? `The codes of "${title}" are made when it is locked: equipoise study lock`
    : `"${title}" has no codes: whoever gives a name may read it. Its protocol would ask for them with "readers": { "codes": 12 }.`;
}
