import { Option, type Command } from 'commander';
import { RESULT_TABLE_IDS, RESULT_TABLES, type ResultTable } from '../../../../src-shared/study/result-tables.ts';
import { evidenceLines } from '../output/evidence-text.ts';
import { newCommand } from '../input/command.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { say } from '../run/say.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';

interface ResultsOptions extends GlobalOptions {
  format: 'csv' | 'json';
  table: ResultTable;
}

const TABLE_HELP = `one row for each ${RESULT_TABLE_IDS.map((id) => `${RESULT_TABLES[id].oneFor} (${id})`).join(', ')}`;

export function addResultsCommand(program: Command): void {
  newCommand(
    program,
    'results <study>',
    'Export one table of the results. docs/data-dictionary.md describes every field.',
    'results "Demo study" --format csv > responses.csv',
  )
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .addOption(new Option('--table <table>', TABLE_HELP).choices(RESULT_TABLE_IDS).default('responses'))
    .addOption(new Option('--summary', 'the same as --table summary').implies({ table: 'summary' }))
    .action(async (idOrTitle: string, options: ResultsOptions) => {
      const json = options.json === true || options.format === 'json';
      await runCommand({ ...options, json }, async ({ services }) => {
        const { id, title } = services.studies.find(idOrTitle);
        say(`Study ${id} "${visibleText(title)}"`);
        for (const line of evidenceLines(await services.results.evidence(id))) say(line);
        if (json) return { data: await services.results[options.table](id), text: '' };
        return { data: null, text: (await services.results.export(id, `${options.table}-csv`)).text };
      });
    });
}
