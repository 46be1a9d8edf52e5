import { InvalidArgumentError, Option, type Command } from 'commander';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { progressOfCodes, progressWords } from '../../../../src-shared/study/codes-progress.ts';
import type { NamedCode } from '../../../../src-shared/study/reader-names.ts';
import { newCommand } from '../input/command.ts';
import { newName } from '../input/parse.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface CodesOptions extends GlobalOptions {
  name: NamedCode[];
  format: 'text' | 'csv';
}

/** `study codes`, under the command `study`. */
export function addCodesCommand(study: Command): void {
  newCommand(
    study,
    'codes <study>',
    'List the codes that the readers of a locked study begin with, how far each has read, and whose they are if you keep that here.',
    'study codes "Demo study"',
  )
    .option(
      '--name <code=name>',
      'keep whose code it is, in this workspace and in no sealed file, table or pack; without a name, forget it (can be given several times)',
      namedCode,
      [],
    )
    .addOption(
      new Option('--format <format>', 'text, or the codes and names as CSV').choices(['text', 'csv']).default('text'),
    )
    .action(async (idOrTitle: string, { name: named, format, ...options }: CodesOptions) => {
      await runCommand(options, ({ services: { studies } }) => {
        const { id } = studies.find(idOrTitle);
        for (const one of named) studies.nameReader(id, one);
        if (format === 'csv' && options.json !== true)
          return Promise.resolve({ data: null, text: '', file: studies.readerNamesFile(id).text });
        const found = studies.list().find((each) => each.id === id) as StudySummary;
        const names = new Map(studies.readerNames(id).map(({ code, name }) => [code, name]));
        const codes = progressOfCodes(found).map((one) => ({ ...one, name: names.get(one.code) ?? null }));
        return Promise.resolve({ data: codes, text: codesText(found, codes) });
      });
    });
}

/** "A2C4E-6F8HX=Anna Example", added to those before it. */
function namedCode(text: string, before: NamedCode[]): NamedCode[] {
  const at = text.indexOf('=');
  if (at < 0)
    throw new InvalidArgumentError('It must be a code, an equals sign and a name, as in A2C4E-6F8HX="Anna Example".');
  const name = text.slice(at + 1).trim();
  return [...before, { code: text.slice(0, at).trim(), name: name === '' ? null : newName(name) }];
}

type Code = ReturnType<typeof progressOfCodes>[number] & { name: string | null };

function codesText({ title, state, protocol }: StudySummary, codes: readonly Code[]): string {
  if (codes.length > 0) {
    const named = codes.some(({ name }) => name !== null);
    const withdrawn = codes.some((one) => one.withdrawn !== null);
    return textTable(
      ['Code', 'Answered', ...(withdrawn ? ['Why'] : []), ...(named ? ['Name'] : [])],
      codes.map((one) => [
        ...[one.code, progressWords(one)],
        ...(withdrawn ? [visibleText(one.withdrawn?.reason ?? '')] : []),
        ...(named ? [visibleText(one.name ?? '')] : []),
      ]),
    );
  }
  return protocol.readers && state === 'draft'
    ? `The codes of "${title}" are made when it is locked: equipoise study lock`
    : `"${title}" has no codes: whoever gives a name may read it. Its protocol would ask for them with "readers": { "codes": 12 }.`;
}
