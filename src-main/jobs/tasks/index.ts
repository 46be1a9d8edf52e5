import { attackTask } from './attack.ts';
import { exportAttackTask } from './export-attack.ts';
import { evaluateTask } from './evaluate.ts';
import { importTask } from './import.ts';
import { simulateTask } from './simulate.ts';
import { trainTask } from './train.ts';

/** What a worker can do: each task takes plain data and paths, and returns plain data; it knows no database. */
export const tasks = {
  import: importTask,
  simulate: simulateTask,
  train: trainTask,
  evaluate: evaluateTask,
  attack: attackTask,
  'export-attack': exportAttackTask,
};

export type TaskName = keyof typeof tasks;
export type TaskInput<T extends TaskName> = Parameters<(typeof tasks)[T]>[0];
export type TaskResult<T extends TaskName> = Awaited<ReturnType<(typeof tasks)[T]>>;

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(tasks, name);
}
