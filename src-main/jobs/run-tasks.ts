import { AppError } from '../../src-shared/app-error.ts';
import { runTask, type TaskHooks } from './run-task.ts';
import type { TaskProgress } from './tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks/index.ts';
import type { SpawnWorker } from './worker-handle.ts';

/**
 * Runs one task on several inputs at once, each in a worker of its own, and adds up how far they are. If one fails the
 * others are stopped, and its AppError is thrown once no worker is left.
 */
export async function runTasks<T extends TaskName>(
  spawnWorker: SpawnWorker,
  task: T,
  inputs: readonly TaskInput<T>[],
  hooks: TaskHooks,
): Promise<TaskResult<T>[]> {
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) return [await runTask(spawnWorker, task, only, hooks)];
  const failed = new AbortController();
  const signal = AbortSignal.any([hooks.signal, failed.signal]);
  const newest: (TaskProgress | undefined)[] = inputs.map(() => undefined);
  const outcomes = await Promise.allSettled(
    inputs.map(async (input, place) => {
      const onProgress = (progress: TaskProgress): void => {
        newest[place] = progress;
        hooks.onProgress(together(newest));
      };
      try {
        return await runTask(spawnWorker, task, input, { signal, onProgress });
      } catch (error) {
        failed.abort();
        throw error;
      }
    }),
  );
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [AppError.from(outcome.reason)] : []));
  const cause = errors.find(({ code }) => code !== 'cancelled') ?? errors[0];
  if (cause) throw cause;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

/** The total is known once every worker has said its own. */
function together(newest: readonly (TaskProgress | undefined)[]): TaskProgress {
  const known = newest.filter((progress) => progress !== undefined);
  const sum = (of: (progress: TaskProgress) => number): number => known.reduce((total, one) => total + of(one), 0);
  const done = sum((progress) => progress.done);
  const total = known.length === newest.length ? sum((progress) => progress.total) : 0;
  const unit = known[0]?.unit ?? '';
  const message = `${Math.floor(done)}${total > 0 ? ` of ${total}` : ''} ${unit} done, ${newest.length} workers`;
  return { done, total, unit, message };
}
