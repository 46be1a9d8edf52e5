import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TaskContext } from './context.ts';

/**
 * What a worker can do: each task takes plain data and paths, and returns plain data; it does not know the database. A
 * task is loaded when it is needed: an import does not need TensorFlow.
 */
const loaders = {
  import: async () => (await import('./import.ts')).importTask,
  convert: async () => (await import('./convert.ts')).convertTask,
  simulate: async () => (await import('./simulate.ts')).simulateTask,
  'import-model': async () => (await import('./import-model.ts')).importModelTask,
  'look-at-network': async () => (await import('./look-at-network.ts')).lookAtNetworkTask,
  'look-at-dataset': async () => (await import('./look-at-dataset.ts')).lookAtDatasetTask,
  'import-network': async () => (await import('./import-network.ts')).importNetworkTask,
  'export-model': async () => (await import('./export-model.ts')).exportModelTask,
  'estimate-training': async () => (await import('./estimate-training.ts')).estimateTrainingTask,
  train: async () => (await import('./train.ts')).trainTask,
  features: async () => (await import('./features.ts')).featuresTask,
  'train-trees': async () => (await import('./train-trees.ts')).trainTreesTask,
  evaluate: async () => (await import('./evaluate.ts')).evaluateTask,
  score: async () => (await import('./score.ts')).scoreTask,
  'compare-models': async () => (await import('./compare-models.ts')).compareModelsTask,
  arithmetic: async () => (await import('./arithmetic.ts')).arithmeticTask,
  attack: async () => (await import('./attack.ts')).attackTask,
  'find-universal': async () => (await import('./find-universal.ts')).findUniversalTask,
  'epsilon-curve': async () => (await import('./epsilon-curve.ts')).epsilonCurveTask,
  'minimal-perturbation': async () => (await import('./minimal-perturbation.ts')).minimalPerturbationTask,
  existence: async () => (await import('./existence.ts')).existenceTask,
  device: async () => (await import('./device.ts')).deviceTask,
  certify: async () => (await import('./certify.ts')).certifyTask,
  'export-attack': async () => (await import('./export-attack.ts')).exportAttackTask,
  'machine-test': async () => (await import('./machine-test.ts')).machineTestTask,
  'check-database': async () => (await import('./check-database.ts')).checkDatabaseTask,
  'judge-transfer': async () => (await import('./judge-transfer.ts')).judgeTransferTask,
};

type Loaded = { [T in TaskName]: Awaited<ReturnType<(typeof loaders)[T]>> };

export type TaskName = keyof typeof loaders;
export type TaskInput<T extends TaskName> = { [N in TaskName]: Parameters<Loaded[N]>[0] }[T];
export type TaskResult<T extends TaskName> = { [N in TaskName]: Awaited<ReturnType<Loaded[N]>> }[T];

const tasks: {
  [T in TaskName]: () => Promise<(input: TaskInput<T>, context: TaskContext) => Promise<TaskResult<T>>>;
} = loaders;

/** Throws what the task throws; AppError 'internal' for a name that no task has. */
export async function performTask<T extends TaskName>(
  task: T,
  input: TaskInput<T>,
  context: TaskContext,
): Promise<TaskResult<T>> {
  if (!Object.hasOwn(tasks, task)) throw new AppError('internal', `There is no task "${task}".`);
  const perform = await tasks[task]();
  return perform(input, context);
}
