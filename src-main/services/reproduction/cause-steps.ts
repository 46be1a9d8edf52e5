import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { parseTrainOptions, type TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { ModelRow } from '../../db/models/models.ts';
import { CAUSES, type Cause } from '../../report/reproduction/causes.ts';
import type { ReproductionTools } from './find-run.ts';
import type { ReproductionRequest } from './request.ts';
import { attackStep, evaluationStep, type ReproductionStep } from './steps.ts';

/** The attacks on each network that was trained to find a cause, with the paper's goals. */
export const CAUSE_METHODS = ['sap', 'pgd'] as const;

/** Those that were asked for, in their order. Throws AppError 'bad-input' for one that does not exist. */
export function causesOf({ causes }: Pick<ReproductionRequest, 'causes'>): Cause[] {
  const unknown = causes.find((id) => !CAUSES.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new AppError(
      'bad-input',
      `"${unknown}" is none of the ways of training that can be compared: ${CAUSES.map(({ id }) => id).join(', ')}.`,
    );
  }
  return CAUSES.filter(({ id }) => causes.includes(id));
}

/** Trains the small network in this way, and attacks it as the paper's is. What is stored already is used again. */
export function causeSteps(
  tools: ReproductionTools,
  { dataset, limit }: { dataset: DatasetSummary; limit: number | undefined },
  cause: Cause,
  request: Pick<ReproductionRequest, 'causeEpochs'>,
): ReproductionStep[] {
  const options = causeOptions(cause, request);
  const model = (): ModelRow | undefined => findTrained(tools, dataset, options);
  const after = (title: string, step: (model: ModelRow) => ReproductionStep): ReproductionStep => ({
    title,
    found: () => {
      const trained = model();
      return trained && step(trained).found();
    },
    start: () => {
      const trained = model();
      if (!trained) throw new AppError('bad-input', 'The network that it is about has not been trained.');
      return step(trained).start();
    },
  });
  const what = cause.title.toLowerCase();
  return [
    {
      title: `Train tiny: ${what}`,
      found: () => {
        const trained = model();
        return trained && `model ${trained.name}`;
      },
      start: () => {
        const stopped = tools.trainings
          .stopped()
          .find((one) => one.dataset === dataset.name && isTrainedWith(one.options, options));
        if (stopped) return tools.trainings.resume(stopped.id);
        return tools.trainings.start({ datasetId: dataset.id, name: `tiny-${cause.id}`, options });
      },
    },
    after(`Accuracy and F1 of tiny: ${what}`, (trained) => evaluationStep(tools, { model: trained, dataset, limit })),
    ...CAUSE_METHODS.map((method) =>
      after(`${method.toUpperCase()} on tiny: ${what}`, (trained) =>
        attackStep(tools, { model: trained, dataset, limit }, { method, goal: 'han2020' }),
      ),
    ),
  ];
}

export function causeOptions(
  { changes, longer = 1 }: Cause,
  { causeEpochs }: Pick<ReproductionRequest, 'causeEpochs'>,
): TrainOptions {
  return parseTrainOptions({ model: 'tiny', epochs: causeEpochs * longer, ...changes });
}

/** The newest finished model that was trained with these options on this dataset. */
export function findTrained(
  { models }: Pick<ReproductionTools, 'models'>,
  { name }: Pick<DatasetSummary, 'name'>,
  options: TrainOptions,
): ModelRow | undefined {
  const found = models
    .list()
    .find(
      ({ card, origin }) =>
        origin === 'trained' &&
        card.finished === true &&
        card.data?.name === name &&
        isTrainedWith(card.options ?? {}, options),
    );
  return found && models.find(found.id);
}

/** Options that an earlier version did not store count as different. */
function isTrainedWith(stored: Readonly<Record<string, unknown>>, options: TrainOptions): boolean {
  return Object.entries(options).every(([key, value]) => JSON.stringify(stored[key]) === JSON.stringify(value));
}
