import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Metrics } from '../../../src-shared/models/scores.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { parseTrainOptions, type TrainOptions } from '../../../src-shared/models/train-options.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { readCard, readCardFile, writeCard } from '../../ml/files/card-file.ts';
import { modelFilesOf } from '../../ml/files/read-model.ts';
import { selectionScore } from '../../ml/scores/selection-score.ts';
import { composeCard, type ScoredModel } from '../../report/model-card/compose-card.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { userPath } from '../workspace/user-path.ts';
import { classifyRecords } from './evaluate-model.ts';
import { replaceFolder } from './model-folder.ts';

/** A trained model and what its training wrote about it. */
export interface CardSource {
  folder: string;
  card: ModelCard;
}

export interface CardRequest {
  chosen: CardSource;
  /** All seeds, the chosen one included. */
  seeds: readonly CardSource[];
  dataset: { id: string; name: string };
  /** Folder for model, weights and card; its name is the model's. */
  out: string;
  /** Card whose description of the data also applies to this one. */
  like?: string | undefined;
  machine?: string | undefined;
}

type Source = CardSource & { options: TrainOptions };
type Scored = CardSource & ScoredModel;

/**
 * Writes a model in the form of the bundled ones: its files and a card with the scores of all its seeds on validation
 * and test. The chosen seed must be the best on validation, so that the test records decide nothing. Throws AppError
 * 'bad-input' if the models are not of one kind, or another seed is the best; 'damaged' for a card that cannot be read.
 */
export async function writeModelCard(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
  request: CardRequest,
): Promise<{ folder: string; card: ModelCard }> {
  const { dataset, machine } = request;
  const sources = sourcesOf(request);
  const seeds: Scored[] = [];
  for (const source of sources) seeds.push(await score(context, job, dataset.id, source));
  const chosen = seeds.find(({ folder }) => folder === request.chosen.folder) as Scored;
  refuseBetter(seeds, chosen);
  const out = userPath(request.out);
  const card = composeCard({ name: basename(out), chosen, seeds, like: readLike(out, request.like), machine });
  await context.workspace.withTemporaryFolder((folder) => {
    const made = join(folder, 'model');
    mkdirSync(made);
    // Other files there stay: attribution, notes.
    if (existsSync(out)) cpSync(out, made, { recursive: true });
    for (const file of modelFilesOf(chosen.folder)) cpSync(join(chosen.folder, file), join(made, file));
    writeCard(made, card);
    mkdirSync(dirname(out), { recursive: true });
    replaceFolder(made, out);
    return Promise.resolve();
  });
  return { folder: out, card };
}

/**
 * The contents of the card in a trained model's folder. Throws AppError: 'not-found' if there is no model; 'damaged'.
 */
export function cardSourceAt(folder: string): CardSource {
  if (existsSync(join(folder, 'model.json'))) return { folder: resolve(folder), card: readCard(folder) };
  throw new AppError('not-found', `There is no model "${folder}", neither in this workspace nor as a folder.`);
}

/** The models to be scored, with all their options: trainings that differ only in the seed. */
function sourcesOf({ seeds, chosen }: CardRequest): Source[] {
  const given = seeds.length === 0 ? [chosen] : seeds;
  if (!given.some(({ folder }) => folder === chosen.folder)) {
    throw new AppError('bad-input', 'The chosen model is not among the seeds. Name it there too.');
  }
  const sources = given.map((source) => ({ ...source, options: parseTrainOptions(source.card.options ?? {}) }));
  if (new Set(sources.map(({ options }) => options.seed)).size < sources.length)
    throw new AppError('bad-input', 'Two of the models were trained with the same seed.');
  const kinds = new Set(sources.map(({ options: { seed: _, ...others } }) => JSON.stringify(others)));
  if (kinds.size > 1) {
    throw new AppError('bad-input', `The models were not trained with the same options: ${[...kinds].join(' ')}`);
  }
  return sources;
}

async function score(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
  datasetId: string,
  source: Source,
): Promise<Scored> {
  const on = async (split: 'validation' | 'test'): Promise<Metrics> => {
    const records = listRecordIdentities(context.db, datasetId, split);
    if (records.length === 0) throw new AppError('bad-input', `The dataset has no ${split} records.`);
    return (await classifyRecords(context, job, { model: source, modelFolder: source.folder, records })).metrics;
  };
  return { ...source, validation: await on('validation'), test: await on('test') };
}

function refuseBetter(seeds: readonly Scored[], chosen: Scored): void {
  const onValidation = ({ validation }: Scored): number => selectionScore(validation);
  const best = seeds.reduce((top, one) => (onValidation(one) > onValidation(top) ? one : top));
  if (onValidation(best) <= onValidation(chosen)) return;
  throw new AppError(
    'bad-input',
    `Seed ${best.options.seed} is better on validation (${onValidation(best).toFixed(4)}) than the chosen seed ${chosen.options.seed} (${onValidation(chosen).toFixed(4)}). Choose it, or name fewer seeds.`,
  );
}

/** The named card, or the one to be replaced; an empty one if there is neither. */
function readLike(out: string, named: string | undefined): ModelCard {
  const card = named === undefined ? readCard(out) : readCardFile(named);
  if (card) return card;
  throw new AppError('not-found', `There is no card ${named}.`);
}
