import { Option, type Command } from 'commander';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { newCommand } from '../input/command.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { count } from '../../../../src-shared/format/number.ts';
import { newName } from '../input/parse.ts';

interface ImportModelOptions extends GlobalOptions {
  name?: string;
  dataset?: string;
  precision: 'half' | 'single';
  unchecked?: boolean;
}

/** `models import`, a subcommand of `models`. */
export function addModelImportCommand(models: Command): void {
  newCommand(
    models,
    'import <han2020.npz>',
    'Store a han2020 that was trained elsewhere, after checking that it gives the logits in the JSON file beside it.',
    'models import han2020.npz',
  )
    .option('--name <name>', 'name of the model', newName)
    .option('--dataset <name>', 'where the records of the check are (default: the newest dataset that has them)')
    .addOption(
      new Option('--precision <precision>', 'precision of the stored kernels')
        .choices(['half', 'single'])
        .default('half'),
    )
    .option('--unchecked', 'do not compare logits')
    .action(async (path: string, options: ImportModelOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { name, dataset, precision, unchecked = false } = options;
        const datasetId = dataset === undefined ? undefined : services.datasets.find(dataset).id;
        const job = services.startModelImport({ path, name, datasetId, precision, unchecked });
        const result = await follow(job);
        return { data: result, text: resultText(result) };
      });
    });
}

function resultText({
  modelId,
  name,
  width,
  learnedParameters,
  check,
  notChecked,
}: JobResults['import-model']): string {
  const model = `${name} (${modelId}): han2020 at width ${width}, ${count(learnedParameters)} parameters.`;
  if (!check) return `${model}\nIts logits were not checked: ${notChecked ?? ''}.`;
  const { records, largestDifference, largestDifferenceStored } = check;
  return `${model}\nLogits of ${records} records differ from the file's by at most ${largestDifference.toExponential(1)}; as stored, by ${largestDifferenceStored.toExponential(1)}.`;
}
