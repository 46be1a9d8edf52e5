import type { Command } from 'commander';
import type { ModelComparison } from '../../../../src-shared/models/scores.ts';
import { CINC_2017_CLASSES, type ClassList } from '../../../../src-shared/class-list.ts';
import { meanF1Words } from '../output/mean-f1-words.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import type { StoppedTraining } from '../../../services/create-services.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { split } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { addModelExportCommand } from './export-model.ts';
import { addRobustnessCommand } from './robustness.ts';
import { addModelImportCommand } from './import-model.ts';
import { interval } from '../../../../src-shared/format/share.ts';
import { count, decimal } from '../../../../src-shared/format/number.ts';
import { pValue } from '../../../../src-shared/format/p-value.ts';
import type { Interval } from '../../../../src-shared/interval.ts';

/** `models`: the list, and what can be done with models besides training and evaluating them. */
export function addModelsCommand(program: Command): void {
  const models = newCommand(
    program,
    'models',
    'List the models with their newest scores, and the trainings that were stopped.',
    'models',
  )
    // So that options after a subcommand's name belong to the subcommand.
    .enablePositionalOptions()
    .action(async (options: GlobalOptions) => {
      await runCommand(options, async ({ services }) => {
        const all = services.models.list();
        const rows = all.map(({ name, id, origin, evaluations }) => {
          const newest = evaluations[0];
          const scores = newest
            ? `F1 ${decimal(newest.metrics.meanF1, 3)}, accuracy ${decimal(newest.metrics.accuracy, 3)} (${newest.dataset}, ${newest.split})`
            : '–';
          return [name, id, origin, scores];
        });
        const stopped = services.trainings.stopped();
        const text = rows.length > 0 ? textTable(['name', 'id', 'origin', 'scores'], rows) : 'There are no models yet.';
        return {
          data: [...all, ...stopped.map((training) => ({ ...training, origin: 'stopped-training' }))],
          text: `${text}${stoppedText(stopped)}`,
        };
      });
    });
  addCompareCommand(models);
  addRobustnessCommand(models);
  addCardCommand(models);
  addModelImportCommand(models);
  addModelExportCommand(models);
}

function stoppedText(stopped: StoppedTraining[]): string {
  if (stopped.length === 0) return '';
  const rows = stopped.map(({ id, name, dataset, savedAt }) => [name, id, dataset, savedAt]);
  const table = textTable(['name', 'id', 'dataset', 'last epoch kept'], rows);
  return `\n\nStopped trainings (resume with: equipoise train --resume <id>)\n${table}`;
}

interface CompareOptions extends GlobalOptions {
  dataset?: string;
  split: Split;
}

function addCompareCommand(models: Command): void {
  newCommand(
    models,
    'compare <model...>',
    'Compare models on the same records: scores with 95 % bootstrap intervals, sizes, and for every pair the difference with its interval and the exact McNemar test. A model that has not been evaluated on them yet is evaluated first.',
    'models compare compact tiny --split test',
  )
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .action(async (names: string[], options: CompareOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const modelIds = names.map((name) => services.models.find(name).id);
        const datasetId = services.datasets.find(options.dataset).id;
        const job = services.models.startComparison({ modelIds, datasetId, split: options.split });
        const result = await follow(job);
        return { data: result, text: comparisonText(result) };
      });
    });
}

function comparisonText({ dataset, split: part, records, ...rest }: ModelComparison): string {
  const { leftOut, models, pairs } = rest;
  const classes: ClassList = rest.classes ?? CINC_2017_CLASSES;
  const cell = (value: number, ends: Readonly<Interval> | undefined): string =>
    ends ? `${decimal(value, 3)} (${interval(ends)})` : decimal(value, 3);
  const rows = models.map(({ name, parameters, gigaMacs, metrics: { accuracy, meanF1, f1, intervals } }) => [
    name,
    cell(accuracy, intervals?.accuracy),
    cell(meanF1, intervals?.meanF1),
    ...classes.map(({ code }) => cell(f1[code] ?? NaN, intervals?.f1?.[code])),
    count(parameters),
    gigaMacs?.toPrecision(3) ?? '–',
  ]);
  const heads = classes.map(({ name }) => `F1 ${name}`);
  const nameOf = (id: string): string => models.find(({ modelId }) => modelId === id)?.name ?? id;
  const pairRows = pairs.map((pair) => [
    `${nameOf(pair.second)} − ${nameOf(pair.first)}`,
    cell(pair.accuracyDifference, pair.accuracyInterval),
    cell(pair.meanF1Difference, pair.meanF1Interval),
    `${pair.onlySecond} : ${pair.onlyFirst}`,
    pValue(pair.p),
    pValue(pair.pHolm),
  ]);
  return [
    [`${records} ${part} records of ${dataset}; 95 % bootstrap intervals`, leftOutText(leftOut) ?? []]
      .flat()
      .join('\n'),
    textTable(['model', 'accuracy', meanF1Words(classes), ...heads, 'parameters', 'GMAC for 30 s'], rows),
    textTable(['difference', 'accuracy', 'mean F1', 'only one right', 'McNemar p', 'p after Holm'], pairRows),
  ].join('\n\n');
}

interface CardOptions extends GlobalOptions {
  seeds: string[];
  out: string;
  dataset?: string;
  like?: string;
  machine?: string;
}

function addCardCommand(models: Command): void {
  newCommand(
    models,
    'card <model>',
    'Write a model with its card into a folder, as the bundled ones are: scores of several seeds on validation and test, intervals, confusion, calibration. Models are named by id, name or folder.',
    'models card compact-seed-2 --seeds compact-seed-1 compact-seed-2 compact-seed-3 --out resources/models/compact',
  )
    .option('--seeds <models...>', 'all models trained with these options, the chosen one included', [])
    .requiredOption('--out <folder>', 'where model.json, weights.bin and card.json go; the model takes its name')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option(
      '--like <card.json>',
      'card whose description of the data also applies to this one (default: the one in --out)',
    )
    .option('--machine <words>', 'what it was trained on')
    .action(async (chosen: string, { seeds, out, dataset, like, machine, ...options }: CardOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const datasetId = services.datasets.find(dataset).id;
        const job = services.models.startCard({ chosen, seeds, out, datasetId, like, machine });
        const { folder, card } = await follow(job);
        return { data: { folder, card }, text: `The model and its card are in ${folder}.` };
      });
    });
}
