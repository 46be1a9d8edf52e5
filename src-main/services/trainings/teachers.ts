import { classesInWords, classesOfCard, sameClasses } from '../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskProgress } from '../../jobs/tasks/context.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TrainingPlan } from './training-plan.ts';

type Teacher = TrainingPlan['teachers'][number];
type TaughtOn = Pick<DatasetSummary, 'name' | 'classes'>;
type Models = Pick<ModelService, 'find' | 'folderOf'>;

/**
 * The models that these ids name, as they are now. Throws AppError: not-found; bad-input for one named twice, or of other
 * classes.
 */
export function findTeachers(models: Models, ids: readonly string[], { name, classes }: TaughtOn): Teacher[] {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new AppError('bad-input', `The teacher "${twice}" is named twice. Name it once.`);
  return ids.map((given) => {
    const { id, name: teacher, sha256, card } = models.find(given);
    const own = classesOfCard(card);
    if (!sameClasses(own, classes)) {
      throw new AppError(
        'bad-input',
        `The teacher "${teacher}" knows the classes ${classesInWords(own)}, and "${name}" has ${classesInWords(classes)}. Choose a teacher of the same classes in the same order.`,
      );
    }
    return { id, name: teacher, sha256 };
  });
}

/**
 * The teachers' outputs for every record of a pack, in its order: the mean of their probabilities, class by class;
 * undefined without teachers. One worker for each, as many at once as there are cores. Throws AppError 'conflict' if a
 * teacher has changed since the training was planned.
 */
export async function askTeachers(
  models: Models,
  teachers: readonly Teacher[],
  packPath: string,
  { runTasks }: Pick<JobContext, 'runTasks'>,
  say: (message: string) => void,
): Promise<number[][] | undefined> {
  if (teachers.length === 0) return undefined;
  const inputs = teachers.map(({ id, name, sha256 }) => {
    const model = models.find(id);
    if (model.sha256 === sha256) return { packPath, modelFolder: models.folderOf(model) };
    throw new AppError(
      'conflict',
      `The teacher "${name}" has changed since this training was planned: it was trained further. Start a new training.`,
    );
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
