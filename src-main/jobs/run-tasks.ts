import { availableParallelism } from 'node:os';
import { counted } from '../../src-shared/format/counted.ts';
import { sumOf } from '../numeric/sums.ts';
import { runConcurrently } from './run-concurrently.ts';
import { runTask, type TaskHooks } from './run-task.ts';
import { workersOf } from './tasks/at-once.ts';
import type { TaskProgress } from './tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks/index.ts';
import type { SpawnWorker } from './worker-handle.ts';

/** How many work at once; each takes up to 1 GB. */
export const MAX_WORKERS = Math.min(availableParallelism(), 8);

/**
 * Runs one task on several inputs, each in a worker of its own and as many at once as there are cores, and adds up
 * their progress; inputs that have not begun count by their share of the `sizes`. If one fails the others are stopped,
 * and its AppError is thrown once no worker is left.
 */
export async function runTasks<T extends TaskName>(
  spawnWorker: SpawnWorker,
  task: T,
  inputs: readonly TaskInput<T>[],
  hooks: TaskHooks,
  sizes?: readonly number[],
): Promise<TaskResult<T>[]> {
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) return [await runTask(spawnWorker, task, only, hooks)];
  const atOnce = workersOf(task, only, MAX_WORKERS);
  const failed = new AbortController();
  const signal = AbortSignal.any([hooks.signal, failed.signal]);
  const newest: (TaskProgress | undefined)[] = inputs.map(() => undefined);
  // Forking blocks main for 10 to 30 ms; two forks in one turn of its loop would be noticed.
  let turn = Promise.resolve();
  const nextTurn = (): Promise<void> => (turn = turn.then(() => new Promise((resolve) => setTimeout(resolve))));
  const { results, error } = await runConcurrently(inputs, atOnce, async (input, index): Promise<TaskResult<T>> => {
    await nextTurn();
    const onProgress = (progress: TaskProgress): void => {
      newest[index] = progress;
      hooks.onProgress(together(newest, sizes, atOnce));
    };
    try {
      return await runTask(spawnWorker, task, input, { signal, onProgress });
    } catch (thrown) {
      failed.abort();
      throw thrown;
    }
  });
  if (error) throw error;
  return results;
}

/** The total is known once every worker has reported its own, or once the first have and the sizes are known. */
function together(
  newest: readonly (TaskProgress | undefined)[],
  sizes: readonly number[] | undefined,
  atOnce: number,
): TaskProgress {
  const done = sumOf(newest, (progress) => progress?.done ?? 0);
  const known = sumOf(newest, (progress) => progress?.total ?? 0);
  const sizeOf = (index: number): number => sizes?.[index] ?? 0;
  const sizeOfKnown = sumOf(newest, (progress, index) => (progress ? sizeOf(index) : 0));
  const sizeOfAll = sumOf(newest, (_progress, index) => sizeOf(index));
  const everyone = newest.every((progress) => progress !== undefined);
  const total = everyone ? known : sizeOfKnown > 0 ? Math.round((known * sizeOfAll) / sizeOfKnown) : 0;
  const unit = newest.find((progress) => progress !== undefined)?.unit ?? '';
  const workers = Math.min(atOnce, newest.length);
  const message = `${Math.floor(done)}${total > 0 ? ` of ${total}` : ''} ${unit} done, ${counted(workers, 'worker')}`;
  return { done, total, unit, message };
}
