import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Metrics } from '../../../src-shared/contract/scores.ts';
import {
  givenTrainOptionsSchema,
  parseTrainOptions,
  type TrainOptions,
} from '../../../src-shared/models/train-options.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { classifyRecords } from './evaluate-model.ts';
import { readCard, replaceFolder } from './model-folder.ts';

/** A trained model and what its training wrote about it. */
export interface CardSource {
  folder: string;
  card: Record<string, unknown>;
}

export interface CardRequest {
  chosen: CardSource;
  /** All seeds, the chosen one among them. */
  seeds: readonly CardSource[];
  dataset: { id: string; name: string };
  /** Folder for model, weights and card; its name is the model's. */
  out: string;
  /** Card whose words on the data hold for this one too. */
  like?: string | undefined;
  machine?: string | undefined;
}

interface Scored extends CardSource {
  options: TrainOptions;
  validation: Metrics;
  test: Metrics;
}

/** Taken over from a card that speaks of the same data. */
const WORDS = ['description', 'data', 'paper'] as const;
const DECIMALS = 4;

/**
 * Writes a model as the bundled ones are: its files and a card with the scores of all its seeds on validation and test.
 * The chosen seed must be the best on validation, so that the test records decide nothing. Throws AppError 'bad-input'
 * where the models are not of one kind, or another seed is the best.
 */
export async function writeModelCard(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask'>,
  request: CardRequest,
): Promise<{ folder: string; card: Record<string, unknown> }> {
  const { chosen, dataset, machine } = request;
  const sources = request.seeds.length === 0 ? [chosen] : request.seeds;
  checkSources(sources, chosen);
  const scored: Scored[] = [];
  for (const source of sources) scored.push(await score(context, job, dataset.id, source));
  const best = scored.reduce((top, one) => (merit(one) > merit(top) ? one : top));
  const own = scored.find(({ folder }) => folder === chosen.folder) as Scored;
  if (merit(best) > merit(own)) {
    throw new AppError(
      'bad-input',
      `Seed ${best.options.seed} is better on validation (${merit(best).toFixed(4)}) than the chosen seed ${own.options.seed} (${merit(own).toFixed(4)}). Choose it, or name fewer seeds.`,
    );
  }
  const out = resolve(request.out);
  const like = readLike(request.like ?? join(out, 'card.json'), request.like !== undefined);
  const seeds = scored.map(({ options }) => options.seed);
  const { name: _name, validation: _validation, ...trained } = own.card;
  const card = rounded({
    name: basename(out),
    ...trained,
    ...Object.fromEntries(WORDS.flatMap((word) => (like[word] === undefined ? [] : [[word, like[word]]]))),
    records: { ...(own.card['records'] as object | undefined), test: own.test.records },
    command: importCommand(like) + teachersCommand(own.card) + trainCommand(own.options, seeds, own.card),
    ...(machine === undefined ? {} : { machine }),
    selection: selectionText(seeds, own.options.seed),
    weights: 'kernels in half precision, the rest in single; the scores are those of the stored weights',
    validation: own.validation,
    test: own.test,
    intervals: '95 % percentile bootstrap over records, 2,000 draws',
    seeds: scored.map(({ options, card: { bestEpoch, seconds, epochs }, validation, test }) => {
      return { seed: options.seed, bestEpoch, epochs, seconds, validation: brief(validation), test: brief(test) };
    }),
    history: own.card['history'],
  }) as Record<string, unknown>;
  await context.workspace.withTemporaryFolder((folder) => {
    const made = join(folder, 'model');
    mkdirSync(made);
    // What else lies there stays: attribution, notes.
    if (existsSync(out)) cpSync(out, made, { recursive: true });
    for (const file of ['model.json', 'weights.bin']) cpSync(join(own.folder, file), join(made, file));
    writeFileSync(join(made, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
    mkdirSync(dirname(out), { recursive: true });
    replaceFolder(made, out);
    return Promise.resolve();
  });
  return { folder: out, card };
}

/** What the card of a trained model folder says; AppError 'not-found' where there is none. */
export function cardSourceAt(folder: string): CardSource {
  if (existsSync(join(folder, 'model.json'))) return { folder: resolve(folder), card: readCard(folder) };
  throw new AppError('not-found', `There is no model "${folder}": neither in this workspace nor as a folder.`);
}

function checkSources(sources: readonly CardSource[], chosen: CardSource): void {
  if (!sources.some(({ folder }) => folder === chosen.folder)) {
    throw new AppError('bad-input', 'The chosen model is not among the seeds; name it there too.');
  }
  const kinds = new Map(
    sources.map(({ card }) => {
      const { seed, ...options } = parseTrainOptions(card['options'] ?? {});
      return [seed, JSON.stringify(options)];
    }),
  );
  if (kinds.size < sources.length)
    throw new AppError('bad-input', 'Two of the models were trained with the same seed.');
  if (new Set(kinds.values()).size > 1) {
    throw new AppError(
      'bad-input',
      `The models were not trained with the same options: ${[...kinds.values()].join(' ')}`,
    );
  }
}

async function score(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask'>,
  datasetId: string,
  source: CardSource,
): Promise<Scored> {
  const on = async (split: 'validation' | 'test'): Promise<Metrics> => {
    const records = listRecordIdentities(context.db, datasetId, split);
    if (records.length === 0) throw new AppError('bad-input', `The dataset has no ${split} records.`);
    return (await classifyRecords(context, job, { modelFolder: source.folder, records })).metrics;
  };
  const options = parseTrainOptions(source.card['options'] ?? {});
  return { ...source, options, validation: await on('validation'), test: await on('test') };
}

/** The measure that an epoch is chosen by, too. */
function merit({ validation }: Scored): number {
  return (validation.meanF1 + validation.accuracy) / 2;
}

function brief({ records, accuracy, meanF1, f1, intervals }: Metrics): object {
  return { records, accuracy, meanF1, f1, intervals };
}

function readLike(path: string, isNamed: boolean): Record<string, unknown> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  if (isNamed) throw new AppError('not-found', `There is no card ${path}.`);
  return {};
}

/** How the other card's data came in, where its command says so. */
function importCommand({ command }: Record<string, unknown>): string {
  const [first = '', ...rest] = typeof command === 'string' ? command.split(' && ') : [];
  return rest.length > 0 && / import /.test(first) ? `${first} && ` : '';
}

const teachersSchema = z.array(z.object({ name: z.string(), options: z.unknown() }));

const teachersOf = ({ teachers }: Record<string, unknown>): z.infer<typeof teachersSchema> =>
  teachersSchema.safeParse(teachers).data ?? [];

/** How the teachers were trained, where they are the seeds of one command. */
function teachersCommand(card: Record<string, unknown>): string {
  const teachers = teachersOf(card).flatMap(({ name, options }) => {
    const parsed = givenTrainOptionsSchema.safeParse(options);
    const of = /^(.*)-seed-(\d+)$/.exec(name);
    return parsed.success && of?.[1] && Number(of[2]) === parsed.data.seed
      ? [{ name: of[1], options: parsed.data }]
      : [];
  });
  const kinds = new Set(teachers.map(({ name, options: { seed: _, ...options } }) => JSON.stringify([name, options])));
  const [first] = teachers;
  if (first === undefined || kinds.size > 1 || teachers.length < teachersOf(card).length) return '';
  const seeds = teachers.map(({ options }) => options.seed);
  return `${trainCommand(first.options, seeds, {})} --name ${first.name} && `;
}

function trainCommand(options: TrainOptions, seeds: readonly number[], card: Record<string, unknown>): string {
  const defaults = parseTrainOptions({ model: options.model });
  const flags = (
    ['epochs', 'batchSize', 'learningRate', 'patience', 'towers', 'teacherShare', 'width', 'half'] as const
  )
    .filter((key) => options[key] !== defaults[key])
    .map((key) => ` --${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${options[key]}`);
  const names =
    options.teachers.length === 0
      ? ''
      : ` --teachers ${teachersOf(card)
          .map(({ name }) => name)
          .join(',')}`;
  return `npm run equipoise -- train --model ${options.model} --seeds ${seeds.join(',')}${flags.join('')}${names}`;
}

function selectionText(seeds: readonly number[], chosen: number): string {
  const epoch = 'Best mean of validation F1 and accuracy over the epochs';
  const seed = seeds.length > 1 ? `, and by the same measure seed ${chosen} of ${seeds.join(', ')}` : '';
  return `${epoch}${seed}. The test records were classified after that.`;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(DECIMALS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  // Options are what the training is repeated with.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'options' ? item : rounded(item)]),
  );
}
