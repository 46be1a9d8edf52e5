import { Option, type Command } from 'commander';
import type { GapPolicy } from '../../../../src-shared/datasets/gap-policy.ts';
import { ARRAY_LAYOUTS, type ArrayLayout } from '../../../../src-shared/datasets/said-of-signals.ts';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { IMPORTABLE } from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { gapPolicy, names, newName, positiveNumber, wholeNumber, zeroOrOne } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { decimal } from '../../../../src-shared/format/number.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';

interface ImportOptions extends GlobalOptions {
  name?: string;
  labels?: string;
  labelColumn?: string;
  classes?: string;
  labelBase?: 0 | 1;
  permutation?: string;
  seed?: number;
  lead?: string;
  keepLeads?: boolean;
  rate?: number;
  unit?: string;
  columns?: string[];
  layout?: ArrayLayout;
  gaps?: GapPolicy;
  strict?: boolean;
}

const FORMAT_NAMES = IMPORTABLE.formats.map(({ name }) => name).join(', ');
const LABEL_NAMES = IMPORTABLE.labels.map(({ name }) => name).join(' or ');
const OWN_LABELS = ` (${IMPORTABLE.labels.flatMap(({ fileNames }) => fileNames).join(', ')})`;

export function addImportCommand(program: Command): void {
  newCommand(
    program,
    'import <archive-or-folder>',
    `Read ECG records (${FORMAT_NAMES}) into the workspace. Importing the same records again adds nothing.`,
    'import ecgs.zip --labels labels.csv',
  )
    .option('--name <name>', 'name of the dataset (default: that of the archive)', newName)
    .option('--labels <file>', `labels from this ${LABEL_NAMES} instead of the dataset’s own${OWN_LABELS}`)
    .option('--label-column <title>', 'column of the table that holds the labels: its title, or its number from 1')
    .option(
      '--classes <mapping>',
      'classes of words and codes: "NORM=N,AFIB=A,*=O" for N, A, O, ~; "MI=MI,NORM=Normal,*=-" for classes of your own, in this order; own: every word is a class; * is all others, - is none',
    )
    .option('--label-base <0|1>', 'number of the first class, where labels are numbers and none is 0', zeroOrOne)
    .option(
      '--permutation <file>',
      'split by this .npy permutation of all records (Han et al.: the first nine tenths train, the rest test)',
    )
    .option('--seed <number>', 'seed of our own stratified split 80/10/10 (default: 1)', wholeNumber(0))
    .option('--lead <name>', 'the lead to read of each record (default: ECG, I, II, MLII … whichever comes first)')
    .option(
      '--keep-leads',
      'store the other leads of each record too, for its view; what works on records uses the one',
    )
    .option('--rate <Hz>', 'sampling rate of files that do not say it', positiveNumber)
    .option('--unit <unit>', 'unit of files that do not say it: mV, µV, V, or units per mV as 200/mV')
    .option(
      '--columns <names>',
      'columns or leads of files without titles: I,II,V1; time for times, - for none; or some by their titles',
      names,
    )
    .addOption(
      new Option('--layout <axes>', 'axes of arrays: N records, T samples, L leads').choices([...ARRAY_LAYOUTS]),
    )
    .option(
      '--gaps <policy>',
      'records with missing samples: refuse (default), longest (keep the longest stretch), or the milliseconds up to which gaps are interpolated',
      gapPolicy,
    )
    .option('--strict', 'exit with 1 if any record was skipped')
    .action(async (path: string, options: ImportOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { name, labels: labelsPath, permutation: permutationPath, seed: splitSeed } = options;
        const { labelColumn, classes, labelBase, lead, keepLeads, gaps } = options;
        const { rate: rateHz, unit, columns, layout } = options;
        const isSaid = [rateHz, unit, columns, layout].some((one) => one !== undefined);
        const said = isSaid ? { rateHz, unit, columns, layout } : undefined;
        const reading = { labelColumn, classes, labelBase, lead, keepLeads, gaps, said };
        const job = services.datasets.startImport({ path, name, labelsPath, permutationPath, splitSeed, ...reading });
        const result = await follow(job);
        return {
          data: result,
          text: importText(result),
          exitCode: options.strict && result.skipped.length > 0 ? 1 : 0,
        };
      });
    });
}

interface ConvertOptions extends GlobalOptions {
  rate: number;
  gain: number;
  name?: string;
}

export function addConvertCommand(program: Command): void {
  newCommand(
    program,
    'convert <dataset>',
    'Resample and rescale the records of a dataset into a new one, as a model needs them. Amplitudes in mV stay.',
    'convert lab-500-hz --rate 300 --gain 1000',
  )
    .option('--rate <hertz>', 'sampling rate of the new records', positiveNumber, 300)
    .option('--gain <units>', 'units per mV of the new records', positiveNumber, 1000)
    .option('--name <name>', 'name of the new dataset (default: the old one’s with the rate)', newName)
    .action(async (dataset: string, options: ConvertOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { rate: samplingHz, gain: unitsPerMv, name } = options;
        const datasetId = services.datasets.find(dataset).id;
        const result = await follow(services.datasets.startConversion({ datasetId, samplingHz, unitsPerMv, name }));
        return { data: result, text: importText(result) };
      });
    });
}

interface SimulateOptions extends GlobalOptions {
  records: number;
  seed: number;
  duration?: number;
  name?: string;
}

export function addSimulateCommand(program: Command): void {
  newCommand(
    program,
    'simulate',
    'Make a dataset of simulated ECGs (ECGSYN and rhythm models), to try things out without data. Same seed, same bytes.',
    'simulate --records 400 --seed 1',
  )
    .option('--records <number>', 'how many', wholeNumber(4, 100_000), 400)
    .option('--seed <number>', 'seed of the simulation', wholeNumber(0), 1)
    .option(
      '--duration <seconds>',
      'length of every record (default: a mixture like that of CinC 2017)',
      positiveNumber,
    )
    .option('--name <name>', 'name of the dataset', newName)
    .action(async (options: SimulateOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { records, seed, duration: durationS, name } = options;
        const result = await follow(services.datasets.startSimulation({ records, seed, durationS, name }));
        return { data: result, text: importText(result) };
      });
    });
}

function importText({ dataset, records, added, skipped, notes, seconds }: JobResults['import']): string {
  const head = `${dataset}: ${counted(records, 'record')} read, ${added} added, ${skipped.length} skipped, in ${decimal(seconds, 1)} s`;
  return [
    head,
    ...notes.map((note) => `  note: ${visibleText(note)}`),
    ...skipped.map(({ record, reason }) => visibleText(`  skipped ${record}: ${reason}`)),
  ].join('\n');
}
