import { Option, type Command } from 'commander';
import { newCommand } from '../command.ts';
import { runCommand, type GlobalOptions } from '../session.ts';

interface ResultsOptions extends GlobalOptions {
  format: 'csv' | 'json';
  summary?: boolean;
}

export function addResultsCommand(program: Command): void {
  newCommand(
    program,
    'results <study>',
    'Export the results: one row per response, or per reader and arm with --summary. Fields: docs/data-dictionary.md.',
    'results "Demo study" --format csv > responses.csv',
  )
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .option('--summary', 'n, correct, proportion, exact p and interval per reader and arm')
    .action(async (idOrTitle: string, options: ResultsOptions) => {
      const json = options.json === true || options.format === 'json';
      await runCommand({ ...options, json }, async ({ services }) => {
        const { id, title } = services.studies.find(idOrTitle);
        process.stderr.write(`Study ${id} "${title}"\n`);
        if (json)
          return { data: options.summary ? services.results.summary(id) : services.results.table(id), text: '' };
        return {
          data: null,
          text: services.results.export(id, options.summary ? 'summary-csv' : 'responses-csv').text,
        };
      });
    });
}
