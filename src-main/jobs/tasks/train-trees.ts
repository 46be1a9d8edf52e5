import { mkdirSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { writeCard } from '../../ml/files/card-file.ts';
import { nodesOf, writeTreesFile } from '../../ml/files/trees-file.ts';
import { boost, type BoostOptions, type BoostRound, type Labelled } from '../../ml/trees/boost.ts';
import type { TaskContext } from './context.ts';
import type { FeaturesOutput } from './features.ts';

export interface TrainTreesInput {
  outFolder: string;
  features: string[];
  records: FeaturesOutput['records'];
  classes: number;
  /** How much a record of each class counts. */
  classWeights: number[];
  options: BoostOptions;
  card: ModelCard;
}

/** Boosts trees on measured features and writes the model with its card. Returns the round that was kept. */
export async function trainTreesTask(
  { outFolder, features, records, classes, classWeights, options, card }: TrainTreesInput,
  { signal, progress }: TaskContext,
): Promise<BoostRound> {
  const startedAt = performance.now();
  const ofSplit = (split: 'train' | 'validation'): Labelled => {
    const those = records.filter((record) => record.split === split);
    return {
      x: those.map(({ values }) => values.map((value) => value ?? NaN)),
      y: those.map(({ label }) => label),
      weights: those.map(({ label }) => classWeights[label] ?? 1),
    };
  };
  const onRound = ({ round, loss }: BoostRound): void =>
    progress({
      ...{ done: round, total: options.rounds, unit: 'rounds' },
      message: `Round ${round} of at most ${options.rounds}, validation loss ${loss.toFixed(3)}`,
    });
  const { model, history } = await boost(features, classes, ofSplit('train'), ofSplit('validation'), options, {
    signal,
    onRound,
  });
  const kept = history[model.rounds.length - 1];
  if (!kept) throw new AppError('internal', 'Boosting has kept no round.');
  mkdirSync(outFolder, { recursive: true });
  writeTreesFile(outFolder, model);
  writeCard(outFolder, {
    ...card,
    seconds: (performance.now() - startedAt) / 1000,
    parameters: nodesOf(model),
  });
  return kept;
}
