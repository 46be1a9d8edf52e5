import type { Metrics } from '../../../src-shared/models/scores.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { importCommand, teachersCommand, trainCommand } from './commands.ts';

/** A trained model, what its training wrote about it, and its scores. */
export interface ScoredModel {
  card: ModelCard;
  options: TrainOptions;
  validation: Metrics;
  test: Metrics;
}

export interface CardParts {
  name: string;
  chosen: ScoredModel;
  /** All seeds, the chosen one included. */
  seeds: readonly ScoredModel[];
  /** Card that describes the same data: its description also applies to this one. */
  like: ModelCard;
  /** What it was trained on, in words. */
  machine?: string | undefined;
}

const DECIMALS = 4;

/** The card of a model in the form of the bundled ones: with the scores of all its seeds on validation and test. */
export function composeCard({ name, chosen, seeds: scored, like, machine }: CardParts): ModelCard {
  const { name: _name, validation: _validation, ...trained } = chosen.card;
  const { description, data, paper } = like;
  const seeds = scored.map(({ options }) => options.seed);
  const train = trainCommand(chosen.options, seeds, chosen.card);
  const card: ModelCard = {
    name,
    ...trained,
    ...(description === undefined ? {} : { description }),
    ...(data === undefined ? {} : { data }),
    ...(paper === undefined ? {} : { paper }),
    records: { ...chosen.card.records, test: chosen.test.records },
    command: importCommand(like) + teachersCommand(chosen.card) + train,
    ...(machine === undefined ? {} : { machine }),
    selection: selectionText(seeds, chosen.options),
    weights: 'kernels in half precision, the rest in single; the scores are those of the stored weights',
    validation: chosen.validation,
    test: chosen.test,
    intervals: '95 % percentile bootstrap over records, 2,000 draws',
    seeds: scored.map(({ options, card: { bestEpoch, seconds, epochs }, validation, test }) => {
      return { seed: options.seed, bestEpoch, epochs, seconds, validation: brief(validation), test: brief(test) };
    }),
  };
  return rounded(card) as ModelCard;
}

function brief({ records, accuracy, meanF1, f1, intervals }: Metrics): Omit<Metrics, 'confusion' | 'calibration'> {
  return { records, accuracy, meanF1, f1, intervals };
}

function selectionText(seeds: readonly number[], { seed: chosen, adversaryMicrovolts }: TrainOptions): string {
  const perturbed = adversaryMicrovolts === 0 ? '' : `, under perturbations of at most ${adversaryMicrovolts} µV`;
  const epoch = `Best mean of validation F1 and accuracy over the epochs${perturbed}`;
  const seed = seeds.length > 1 ? `, and by the same measure seed ${chosen} of ${seeds.join(', ')}` : '';
  return `${epoch}${seed}. The test records were classified after that.`;
}

/** The same with its numbers rounded to four decimals. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(DECIMALS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  // The options are for repeating the training.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'options' ? item : rounded(item)]),
  );
}
