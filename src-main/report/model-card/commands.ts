import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import {
  givenTrainOptionsSchema,
  parseTrainOptions,
  type TrainOptions,
} from '../../../src-shared/models/train-options.ts';

/** The first part of a card's command, which imports its data; '' if it has none. */
export function importCommand({ command = '' }: ModelCard): string {
  const [first = '', ...rest] = command.split(' && ');
  return rest.length > 0 && / import /.test(first) ? `${first} && ` : '';
}

/** How the teachers of a model were trained, if they are the seeds of one command; else ''. */
export function teachersCommand({ teachers = [] }: ModelCard): string {
  const parsed = teachers.flatMap(({ name, options }) => {
    const { data } = givenTrainOptionsSchema.safeParse(options);
    const [, base, seed] = /^(.*)-seed-(\d+)$/.exec(name) ?? [];
    return data && base && Number(seed) === data.seed ? [{ base, options: data }] : [];
  });
  const kinds = new Set(parsed.map(({ base, options: { seed: _, ...options } }) => JSON.stringify([base, options])));
  const [first] = parsed;
  if (first === undefined || kinds.size > 1 || parsed.length < teachers.length) return '';
  const seeds = parsed.map(({ options }) => options.seed);
  return `${trainCommand(first.options, seeds)} --name ${first.base} && `;
}

/** Options of which the command line has one of the same name. */
const FLAGS = [
  ...(['epochs', 'batchSize', 'learningRate', 'patience', 'towers', 'teacherShare', 'width', 'half'] as const),
  ...(['weightDecay', 'labelSmoothing', 'averageDecay', 'noiseMicrovolts'] as const),
  ...(['adversaryMicrovolts', 'adversarySteps', 'tradesBeta'] as const),
];

const inDashes = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The command that trains these seeds with these options, taught by the models with these names. */
export function trainCommand(
  options: TrainOptions,
  seeds: readonly number[],
  { teachers = [], startedFrom }: Pick<ModelCard, 'teachers' | 'startedFrom'> = {},
): string {
  const defaults = parseTrainOptions({ model: options.model });
  const flags = FLAGS.filter((key) => options[key] !== defaults[key]).map(
    (key) => ` --${inDashes(key)} ${options[key]}`,
  );
  const plain = options.augment === defaults.augment ? '' : ' --no-augment';
  const names = options.teachers.length === 0 ? '' : ` --teachers ${teachers.map(({ name }) => name).join(',')}`;
  const start = startedFrom === undefined ? '' : ` --start-from ${startedFrom.name}`;
  return `npm run equipoise -- train --model ${options.model} --seeds ${seeds.join(',')}${flags.join('')}${plain}${start}${names}`;
}
