import { Option, type Command } from 'commander';
import { className, type ClassList } from '../../../../src-shared/class-list.ts';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { outOf, percent } from '../../../../src-shared/format/share.ts';
import { count } from '../../../../src-shared/format/number.ts';
import {
  AXES,
  FITS,
  INPUT_UNITS,
  NETWORK_FORM_NAMES,
  NORMALISATIONS,
  OUTPUT_SCALES,
  type GivenNetworkInput,
  type NetworkInput,
  type NetworkOutput,
} from '../../../../src-shared/models/network-ports.ts';
import type { ImportNetworkRequest } from '../../../../src-shared/models/networks.ts';
import { newCommand } from '../input/command.ts';
import { anyNumber, newClasses, newName, oneOf, positiveNumber, several, wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface ImportModelOptions extends GlobalOptions {
  name?: string;
  dataset?: string;
  precision: 'half' | 'single';
  unchecked?: boolean;
  rate?: number;
  gain?: number;
  unit?: NetworkInput['unit'];
  classes?: ClassList;
  axes?: NetworkInput['axes'];
  length?: number | 'any';
  fit?: NetworkInput['fit'];
  normalise?: NetworkInput['normalise'];
  mean?: number;
  deviation?: number;
  lead?: string;
  output?: string;
  gives?: NetworkOutput['gives'];
  blackBox?: boolean;
  allowDifference?: boolean;
}

/** `models import`, a subcommand of `models`. */
export function addModelImportCommand(models: Command): void {
  newCommand(
    models,
    'import <network>',
    'Store a network that was trained elsewhere: an ONNX file, a model of TensorFlow.js (folder or model.json), or the arrays of a han2020 (.npz), which is checked against the logits in the JSON file beside it. It is tried on records before it is believed.',
    'models import net.onnx --rate 500 --unit mV --normalise z-score --classes N,A,O',
  )
    .option('--name <name>', 'name of the model', newName)
    .option('--dataset <name>', 'dataset to try it on (default: the newest with records of its form)')
    .option('--rate <hz>', 'sampling rate of the records that it was trained on', positiveNumber)
    .option('--gain <units>', 'ADC units per mV of the records that it is used with (default: 1000)', positiveNumber)
    .addOption(new Option('--unit <unit>', 'what it takes, before it is normalised').choices(INPUT_UNITS))
    .option('--classes <list>', 'classes in the order of its output: codes, or code=name', newClasses)
    .option(
      '--axes <axes>',
      `axes of its input: ${AXES.join(', ')} (default: supposed from its shape)`,
      several(oneOf(AXES)),
    )
    .option('--length <samples>', 'samples that it takes, or any (default: as its input says)', lengthOf)
    .addOption(
      new Option('--fit <where>', 'where shorter records get zeros and longer ones are cut (default: after)').choices(
        FITS,
      ),
    )
    .addOption(new Option('--normalise <how>', 'how each record is normalised (default: none)').choices(NORMALISATIONS))
    .option('--mean <number>', 'subtracted from every sample, in its unit', anyNumber)
    .option('--deviation <number>', 'every sample is divided by it', positiveNumber)
    .option('--lead <name>', 'lead that it was trained on, for the card')
    .option('--output <name>', 'which of several outputs gives the classes')
    .addOption(
      new Option('--gives <what>', 'what its output is (default: as its last operator says)').choices(OUTPUT_SCALES),
    )
    .option('--black-box', 'run it by onnxruntime, without gradients')
    .option('--allow-difference', 'store it even if onnxruntime computes something else')
    .addOption(
      new Option('--precision <precision>', 'of the stored kernels of a han2020')
        .choices(['half', 'single'])
        .default('half'),
    )
    .option('--unchecked', 'do not compare the logits of a han2020')
    .action(async (path: string, options: ImportModelOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { name, dataset, precision, unchecked = false } = options;
        const datasetId = dataset === undefined ? undefined : services.datasets.find(dataset).id;
        if (services.networkAt(path).form === 'han2020') {
          const job = services.startModelImport({ path, name, datasetId, precision, unchecked });
          const result = await follow(job);
          return { data: result, text: han2020Text(result) };
        }
        const job = services.startNetworkImport({ path, name, datasetId, ...describedBy(options) });
        const result = await follow(job);
        return { data: result, text: networkText(result) };
      });
    });
}

/** Throws AppError 'bad-input' for what only the person who trained it knows. */
function describedBy(options: ImportModelOptions): Omit<ImportNetworkRequest, 'path' | 'name' | 'datasetId'> {
  const { rate, gain = 1000, unit, classes, output, gives, blackBox = false, allowDifference = false } = options;
  const { axes, length, fit, normalise, mean, deviation, lead } = options;
  if (rate === undefined || unit === undefined) {
    throw new AppError(
      'bad-input',
      `The file does not say ${rate === undefined ? 'the sampling rate of its records (--rate 500)' : 'the unit of its input'}${unit === undefined ? `${rate === undefined ? ' and the unit of its input' : ''} (--unit mV, uV or adc)` : ''}.`,
    );
  }
  const input: GivenNetworkInput = { unit, axes, fit, normalise, mean, deviation, lead };
  if (length !== undefined) input.length = length === 'any' ? null : length;
  return {
    samplingHz: rate,
    unitsPerMv: gain,
    input: known(input) as GivenNetworkInput,
    output: known({ name: output, gives }),
    classes: classes && [...classes],
    blackBox,
    allowDifference,
  };
}

const known = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

function lengthOf(text: string): number | 'any' {
  return text === 'any' ? text : wholeNumber(1, 1_000_000)(text);
}

function networkText(result: JobResults['import-network']): string {
  const {
    modelId,
    name,
    form,
    parameters,
    input,
    output,
    classes,
    blackBox,
    dataset,
    tried,
    fittingOrder,
    runtimeCheck,
  } = result;
  const right = tried.filter(({ label, found }) => label === found).length;
  const [first] = tried;
  return [
    `${name} (${modelId}): ${NETWORK_FORM_NAMES[form]}, ${count(parameters)} parameters.`,
    `Input ${input}.`,
    `Output ${output}; classes ${classes.map(({ code }) => code).join(', ')}.`,
    ...(blackBox === null ? [] : [`Without gradients (attack --method spsa): ${blackBox}`]),
    ...(form !== 'onnx' || blackBox !== null ? [] : [runtimeText(runtimeCheck)]),
    first === undefined
      ? 'No dataset has records of this form: it was tried on a made-up one.'
      : `Tried on ${tried.length} test records of ${dataset}: ${outOf(right, tried.length)} get their label. ${first.name}: ${className(classes, first.found)} (${percent(first.probability)}), label ${className(classes, first.label)}.`,
    ...(fittingOrder === null
      ? []
      : [
          `With its classes in another order ${outOf(fittingOrder.right, tried.length)} would get theirs: import it again with --classes ${fittingOrder.classes.join(',')}`,
        ]),
  ].join('\n');
}

function runtimeText(check: JobResults['import-network']['runtimeCheck']): string {
  if (check === null)
    return 'Not compared with onnxruntime (where it is missing, npm run setup -- --onnxruntime installs it).';
  const { records, absolute, relative } = check;
  return `Logits of ${records} records differ from onnxruntime's by at most ${absolute.toExponential(1)}, ${relative.toExponential(1)} of the largest.`;
}

function han2020Text({
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
