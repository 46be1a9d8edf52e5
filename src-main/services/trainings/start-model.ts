import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { TaskInput } from '../../jobs/tasks/index.ts';
import { sameClassesOrRefuse, unchanged, type Models, type PlannedModel, type TaughtOn } from './teachers.ts';

const WHAT = 'The starting model';

/**
 * The model that a training starts from, as it is now. Throws AppError: not-found; bad-input for one of another architecture
 * or of other classes.
 */
export function findStart(
  models: Models,
  { startFrom, model }: TrainOptions,
  taughtOn: TaughtOn,
): PlannedModel | undefined {
  if (startFrom === undefined) return undefined;
  const { id, name, sha256, card } = models.find(startFrom);
  if (card.architecture !== model) {
    const what = card.architecture === undefined ? 'of an architecture that is not trained here' : card.architecture;
    throw new AppError(
      'bad-input',
      `${WHAT} "${name}" is ${what}, and the training is of ${model}. Start from a model of the same architecture, or leave it out.`,
    );
  }
  sameClassesOrRefuse({ name, card }, taughtOn, WHAT);
  return { id, name, sha256 };
}

/** The same for the worker. A training that resumes has its weights already. AppError 'conflict' if the model was changed. */
export function startFor(
  models: Models,
  startFrom: PlannedModel | undefined,
  resumes: boolean,
): TaskInput<'train'>['start'] {
  if (startFrom === undefined) return undefined;
  const { name, sha256 } = startFrom;
  const folder = resumes ? undefined : models.folderOf(unchanged(models, startFrom, WHAT));
  return { folder, startedFrom: { name, sha256 } };
}
