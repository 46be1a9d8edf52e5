import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { NOBODY_BEGAN, type CollectedFile } from '../../../../src-shared/contract/bundles.ts';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { readKey, unsealStudy, type Services } from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { newReason } from '../input/parse.ts';
import { PASSPHRASE_FILE, readPassphrase } from '../input/passphrase.ts';
import { say } from '../run/say.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface ExportOptions extends GlobalOptions {
  out: string;
  reader: string[];
  any?: boolean;
  passphraseFile?: string;
  recoverySheet?: string;
}

interface CollectOptions extends GlobalOptions {
  unfinished?: string;
}

interface UnsealOptions extends GlobalOptions {
  into: string;
  recoveryKey?: string;
  passphraseFile?: string;
}

/** What a coordinator has to know before the key is made. */
const BEFORE_THE_KEY = `The truth of a study travels in each file, sealed to a key of this workspace, which a passphrase protects.
Whoever has the passphrase (and this workspace) or the printed recovery sheet can open it. If both are lost, the truth is
in this workspace alone; if the workspace is lost too, what readers answered can never be analysed. Make the recovery
sheet with --recovery-sheet, print it and lock it away.`;

/** `study export`, `study collect` and `study unseal`, under the command `study`. */
export function addBundleCommands(study: Command): void {
  newCommand(
    study,
    'export <study>',
    'Write a sealed .equipoise file for each reader, which needs neither workspace nor network: tracings, room for answers, and the truth, which only your key opens.',
    'study export "Demo study" --reader A2C4E-6F8HX --out to-send',
  )
    .requiredOption('--out <folder>', 'where the files go')
    .option(
      '--reader <name>',
      'for this code or name; may be given several times (default: every code that was sent no file yet)',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--any', 'one file for any reader')
    .option('--passphrase-file <file>', PASSPHRASE_FILE)
    .option('--recovery-sheet <file>', 'write a page to print, which opens the truth where the passphrase is lost')
    .action(async (idOrTitle: string, { out, reader, any, ...options }: ExportOptions) => {
      await runCommand(options, async ({ services }) => {
        const { id: studyId, title } = services.studies.find(idOrTitle);
        const named = any ? [...reader, null] : reader;
        const readers = named.length > 0 ? named : unsentCodes(services, studyId);
        services.bundles.checkExport({ studyId, folder: out, readers });
        await prepareKey(services, studyId, options);
        const data: { path: string; reader: string | null }[] = [];
        for await (const made of services.bundles.export({ studyId, folder: out, readers })) data.push(made);
        const lines = data.map(
          ({ path, reader: who }) => `${path}  for ${who === null ? 'any reader' : visibleText(who)}`,
        );
        const next = `Send each to its reader, who opens it with: equipoise read FILE\nWhat comes back: equipoise study collect "${visibleText(title)}" FILES…`;
        return { data, text: [...lines, next].join('\n') };
      });
    });

  newCommand(
    study,
    'collect <study> <files...>',
    'Check files that came back from readers, and take their answers: of each file all or nothing. Ends with 1 if a file was not taken.',
    'study collect "Demo study" returned/*.equipoise',
  )
    .option(
      '--unfinished <reason>',
      'take files too that are not finished, of readers who dropped out; the reason is recorded, and told with the results',
      newReason,
    )
    .action(async (idOrTitle: string, files: string[], { unfinished, ...options }: CollectOptions) => {
      await runCommand(options, async ({ services }) => {
        const { id } = services.studies.find(idOrTitle);
        const data: CollectedFile[] = [];
        const returned = files.map((path) => ({ at: { path }, unfinished: unfinished ?? null }));
        for await (const file of services.bundles.collect(id, returned)) data.push(file);
        return {
          data,
          text: data.map(collectedText).join('\n'),
          exitCode: data.some(({ problems }) => problems.length > 0) ? 1 : 0,
        };
      });
    });

  newCommand(
    study,
    'unseal <file>',
    'Make a workspace of the truth sealed in a file, where the workspace that it came from is lost.',
    'study unseal demo-study-any.equipoise --recovery-key key.txt --into recovered',
  )
    .requiredOption('--into <folder>', 'a new workspace')
    .option('--recovery-key <file>', 'the groups of the recovery sheet, typed into a text file')
    .option('--passphrase-file <file>', `without --recovery-key, ${PASSPHRASE_FILE}`)
    .action(async (file: string, { into, recoveryKey, passphraseFile, ...options }: UnsealOptions) => {
      const told = ({ studyId, title }: { studyId: string; title: string }) => ({
        data: { studyId, title, workspace: into },
        text: `Study ${studyId} "${visibleText(title)}" is in the workspace ${into}. Collect what readers sent back there.`,
      });
      if (recoveryKey === undefined) {
        await runCommand(options, async ({ services }) => {
          const passphrase = await readPassphrase(passphraseFile, { isNew: false });
          return told(await services.bundles.unseal(file, passphrase, into));
        });
        return;
      }
      const { data, text } = told(unsealStudy(file, readKey(readFileSync(recoveryKey, 'utf8')), into));
      process.stdout.write(`${options.json ? JSON.stringify(data, null, 2) : text}\n`);
    });
}

/** Of a study with codes, those that no file was made for. Throws AppError 'bad-input' where there are none. */
function unsentCodes({ studies }: Pick<Services, 'studies'>, studyId: string): string[] {
  const { title, codes, sealed } = studies.list().find(({ id }) => id === studyId) as StudySummary;
  const sent = new Set(sealed.map(({ reader }) => reader));
  const unsent = codes.filter((code) => !sent.has(code));
  if (unsent.length > 0) return unsent;
  const why = codes.length > 0 ? 'Every code was sent a file already' : `"${title}" has no codes`;
  throw new AppError('bad-input', `${why}. Say whom the files are for: --reader <name>, or --any for any reader.`);
}

/** The first export makes the key; a later one asks for the passphrase only where it is needed. */
async function prepareKey(
  { bundles }: Pick<Services, 'bundles'>,
  studyId: string,
  { passphraseFile, recoverySheet }: Pick<ExportOptions, 'passphraseFile' | 'recoverySheet'>,
): Promise<void> {
  const isNew = !bundles.hasKey;
  if (!isNew && passphraseFile === undefined && recoverySheet === undefined) return;
  if (isNew) say(BEFORE_THE_KEY);
  const passphrase = await readPassphrase(passphraseFile, { isNew });
  if (recoverySheet === undefined) return bundles.unlock(passphrase);
  await bundles.writeRecoverySheet(studyId, passphrase, recoverySheet);
  say(`Print ${recoverySheet}, lock the page away, and delete the file.`);
}

function collectedText({ file, study, problems, added, continued, known, unfinished }: CollectedFile): string {
  if (problems.length > 0) {
    const cure = `  Of a reader who dropped out: equipoise study collect … --unfinished "<reason>"`;
    const isOnlyUnfinished = unfinished.length > 0 && problems.length === unfinished.length;
    const never = `  Of a reader who will not: equipoise study withdraw "${visibleText(study ?? '<study>')}" <reader> --reason "<reason>"`;
    const lines = [`${file}: nothing was taken.`, ...problems.map((each) => `  - ${each}`)];
    return [...lines, ...(isOnlyUnfinished ? [cure] : []), ...(problems.includes(NOBODY_BEGAN) ? [never] : [])].join(
      '\n',
    );
  }
  const of = (sessions: typeof added): string =>
    sessions.map(({ reader, answers }) => `${visibleText(reader)} (${counted(answers, 'answer')})`).join(', ');
  const parts = [
    added.length > 0 ? `took ${of(added)}` : '',
    continued.length > 0 ? `took what is new of ${of(continued)}` : '',
    known.length > 0 ? `has nothing new of ${of(known)}, taken before` : '',
    unfinished.length > 0 ? `not finished: ${unfinished.map(({ reader }) => visibleText(reader)).join(', ')}` : '',
  ];
  return `${file}: ${parts.filter((part) => part !== '').join('; ')}.`;
}
