import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES, type ResultTable } from '../../../../src-shared/study/result-tables.ts';
import { evidenceLines } from '../output/evidence-text.ts';
import type { Services } from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { askLine, PASSPHRASE_FILE, readPassphrase } from '../input/passphrase.ts';
import { newReason } from '../input/parse.ts';
import { runCommand, type CommandResult, type GlobalOptions } from '../run/session.ts';
import { makeFolder, writeText } from '../output/write-text.ts';
import { say } from '../run/say.ts';

interface ResultsOptions extends GlobalOptions {
  format: 'csv' | 'json';
  table: ResultTable;
  bom?: boolean;
  decimalComma?: boolean;
  early?: string;
  pack?: string;
  sqlite?: string;
  imrmc?: string;
  replay?: string;
  figures?: string;
  unseal?: boolean;
  passphraseFile?: string;
  yes?: boolean;
}

const TABLE_HELP = `one row for each ${RESULT_TABLE_IDS.map((id) => `${RESULT_TABLES[id].oneFor} (${id})`).join(', ')}`;

export function addResultsCommand(program: Command): void {
  newCommand(
    program,
    'results <study>',
    'Export one table of the results, once every reader who began has finished. docs/data-dictionary.md describes every field.',
    'results "Demo study" --format csv > responses.csv',
  )
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .addOption(new Option('--table <table>', TABLE_HELP).choices(RESULT_TABLE_IDS).default('responses'))
    .addOption(new Option('--summary', 'the same as --table summary').implies({ table: 'summary' }))
    .option('--bom', 'begin the CSV with a byte order mark, by which Excel knows UTF-8')
    .option(
      '--decimal-comma',
      'write 0,5 for a half in the CSV, and semicolons between columns, as German, French and other settings of Excel read it',
    )
    .option(
      '--early <reason>',
      'open the results for good though readers have not finished; the reason is recorded and stands in every export',
      newReason,
    )
    .option(
      '--pack <file>',
      'write all tables, methods and results in words, the locked protocol, the figures and an R script that computes them again, as one zip file',
    )
    .option('--sqlite <file>', 'write all tables, and what their columns mean, as one SQLite file')
    .option('--imrmc <folder>', 'write the answers as iMRMC (FDA) reads them, a file for each task, into a folder')
    .option(
      '--replay <folder>',
      'write a page for each reader, with own answers, right and wrong, and the perturbations, to be sent to that reader',
    )
    .option('--figures <folder>', 'write the figures into this folder, as SVG and with their numbers as CSV')
    .option(
      '--unseal',
      'open the results of a study of which sealed files were made; asks for the passphrase, and once more',
    )
    .option('--passphrase-file <file>', PASSPHRASE_FILE)
    .option('--yes', 'do not ask once more')
    .action(async (idOrTitle: string, options: ResultsOptions) => {
      const json = options.json === true || options.format === 'json';
      if (json && options.bom)
        throw new AppError('bad-input', '--bom is for CSV: JSON has no byte order mark. Leave it out.');
      if (json && options.decimalComma)
        throw new AppError('bad-input', '--decimal-comma is for CSV: JSON has points. Leave it out.');
      await runCommand({ ...options, json }, async ({ services: { studies, results } }) => {
        const { id, title } = studies.find(idOrTitle);
        say(`Study ${id} "${visibleText(title)}"`);
        if (options.unseal || options.early !== undefined) {
          const reason = options.early ?? null;
          const passphrase = options.unseal ? await askToUnseal(title, options) : null;
          await results.open(id, { reason, passphrase }, 'command line');
        }
        try {
          const files = await wholeFiles(results, id, options);
          if (files.length > 0) return writeAll(files);
          const data = json ? await results.exported(id, options.table) : null;
          const file = json ? '' : (await results.export(id, `${options.table}-csv`, options)).text;
          return { data, text: '', file };
        } finally {
          // Afterwards: the secret is part of it once the table was told. A table that is refused has all reasons here.
          for (const line of evidenceLines(await results.evidence(id))) say(line);
          const { early } = results.gate(id);
          if (early)
            say(
              `The results were opened early at ${early.at}${early.by === null ? '' : ` by ${early.by}`}: ${early.reason}`,
            );
        }
      });
    });
}

interface WholeFile {
  what: string;
  path: string;
  content: string | Uint8Array;
}

/** What holds more than one table, as it was asked for. Throws AppError 'bad-input' where there is nothing to put into it. */
async function wholeFiles(
  results: Services['results'],
  studyId: string,
  { pack, sqlite, imrmc, figures, replay }: ResultsOptions,
): Promise<WholeFile[]> {
  const files: WholeFile[] = [];
  if (pack !== undefined) files.push({ what: 'Pack', path: pack, content: (await results.pack(studyId)).bytes });
  if (sqlite !== undefined)
    files.push({ what: 'SQLite file', path: sqlite, content: (await results.sqlite(studyId)).bytes });
  if (imrmc !== undefined) {
    const tasks = some(await results.imrmc(studyId), 'answer to write for iMRMC');
    makeFolder(imrmc);
    files.push(...tasks.map(({ path, text }) => ({ what: 'For iMRMC', path: join(imrmc, path), content: text })));
  }
  if (figures !== undefined) {
    const drawn = some(await results.figureFiles(studyId), 'figure to write');
    makeFolder(figures);
    files.push(
      ...drawn.map((file) => ({
        ...{
          what: 'Figure',
          path: join(figures, file.path),
          content: 'text' in file ? file.text : Buffer.concat(file.parts),
        },
      })),
    );
  }
  if (replay !== undefined) {
    const sessions = await results.sessions(studyId);
    const told = sessions.flatMap(({ session_id: id, answered, withdrawn_at }) =>
      id !== null && answered > 0 && withdrawn_at === null ? [id] : [],
    );
    const replayed = some(told, 'reader to write a replay for');
    makeFolder(replay);
    for (const id of replayed) {
      const { fileName, text } = await results.replayPage(studyId, id);
      files.push({ what: 'Replay', path: join(replay, fileName), content: text });
    }
  }
  return files;
}

function some<T>(found: T[], what: string): T[] {
  if (found.length === 0)
    throw new AppError('bad-input', `There is no ${what}: nobody whose answers count has answered.`);
  return found;
}

function writeAll(files: readonly WholeFile[]): CommandResult {
  for (const { path, content } of files) writeText(path, content);
  return {
    data: { files: files.map(({ path, content }) => ({ path, bytes: Buffer.byteLength(content) })) },
    text: files.map(({ what, path }) => `${what}: ${path}`).join('\n'),
  };
}

/** The passphrase, from whoever confirms that it is to be used. Throws AppError 'cancelled' from whoever does not. */
async function askToUnseal(title: string, { passphraseFile, yes = false }: ResultsOptions): Promise<string> {
  const passphrase = await readPassphrase(passphraseFile, { isNew: false });
  const question = `This unseals "${visibleText(title)}": whoever reads it from now on may know the truth. Go on? Type yes: `;
  if (!yes && (await askLine(question)) !== 'yes') throw new AppError('cancelled', 'Nothing was unsealed.');
  return passphrase;
}
