import { classesInWords, classesOfCard, sameClasses } from '../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskProgress } from '../../jobs/tasks/context.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TrainingPlan } from './training-plan.ts';

/** A model as a plan names it. */
export type PlannedModel = TrainingPlan['teachers'][number];
export type TaughtOn = Pick<DatasetSummary, 'name' | 'classes'>;
export type Models = Pick<ModelService, 'find' | 'folderOf'>;

/**
 * The models that these ids name, as they are now. Throws AppError: not-found; bad-input for one named twice, or of other
 * classes.
 */
export function findTeachers(models: Models, ids: readonly string[], taughtOn: TaughtOn): PlannedModel[] {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new AppError('bad-input', `The teacher "${twice}" is named twice. Name it once.`);
  return ids.map((given) => {
    const { id, name: teacher, sha256, card } = models.find(given);
    sameClassesOrRefuse({ name: teacher, card }, taughtOn, 'The teacher');
    return { id, name: teacher, sha256 };
  });
}

/** The model of a plan. Throws AppError 'conflict' if it has changed since. */
export function unchanged(models: Models, { id, name, sha256 }: PlannedModel, what: string): ModelRow {
  const model = models.find(id);
  if (model.sha256 === sha256) return model;
  throw new AppError(
    'conflict',
    `${what} "${name}" has changed since this training was planned: it was trained further. Start a new training.`,
  );
}

/** AppError 'bad-input' if a model knows other classes than the dataset has. */
export function sameClassesOrRefuse(
  { name, card }: { name: string; card: ModelCard },
  { name: dataset, classes }: TaughtOn,
  what: string,
): void {
  const own = classesOfCard(card);
  if (sameClasses(own, classes)) return;
  throw new AppError(
    'bad-input',
    `${what} "${name}" knows the classes ${classesInWords(own)}, and "${dataset}" has ${classesInWords(classes)}. Choose one of the same classes in the same order.`,
  );
}

/**
 * The teachers' outputs for every record of a pack, in its order: the mean of their probabilities, class by class;
 * undefined without teachers. One worker for each, as many at once as there are cores. Throws AppError 'conflict' if a
 * teacher has changed since the training was planned.
 */
export async function askTeachers(
  models: Models,
  teachers: readonly PlannedModel[],
  packPath: string,
  { runTasks }: Pick<JobContext, 'runTasks'>,
  say: (message: string) => void,
): Promise<number[][] | undefined> {
  if (teachers.length === 0) return undefined;
  const inputs = teachers.map((teacher) => {
    return { packPath, modelFolder: models.folderOf(unchanged(models, teacher, 'The teacher')) };
  });
  const onProgress = ({ message }: TaskProgress): void => say(`The teachers classify the records: ${message}`);
  const told = await runTasks('evaluate', inputs, { onProgress, sizes: inputs.map(() => 1) });
  const [first] = told as [(typeof told)[number]];
  return first.predictions.map(({ probabilities }, record) =>
    probabilities.map(
      (_, label) => sumOf(told, ({ predictions }) => predictions[record]?.probabilities[label] ?? NaN) / told.length,
    ),
  );
}
