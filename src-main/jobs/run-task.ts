import { AppError } from '../../src-shared/errors/app-error.ts';
import { duration } from '../../src-shared/format/duration.ts';
import { gigabytes } from '../../src-shared/format/gigabytes.ts';
import type { TaskProgress } from './tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks/index.ts';
import { mostMemory, watchMemory } from './watch-memory.ts';
import type { FromWorker, SpawnWorker } from './worker-handle.ts';

/**
 * A native kernel cannot be interrupted: a worker that has not stopped by then is killed. Training has to finish its
 * step, perhaps the scoring of its first epoch, and to write its best model, even on slow machines.
 */
const CANCEL_GRACE_MS = 15_000;
const CANCEL_GRACE_OF_TRAINING_MS = 180_000;

/** A model of somebody else's may never end; every other task is stopped by a person. */
const LIMITS_MS: { readonly [T in TaskName]?: number } = {
  'import-model': 300_000,
  'import-network': 300_000,
  'look-at-network': 60_000,
};
/** Trying one record takes a fifth of it. Whatever is not here may take what the machine can spare. */
const LIMITS_BYTES: { readonly [T in TaskName]?: number } = {
  'import-model': 5e9,
  'import-network': 5e9,
  'look-at-network': 5e9,
};

export interface TaskHooks {
  signal: AbortSignal;
  onProgress: (progress: TaskProgress) => void;
  /** When the worker is killed; left out: the task's own limit, if it has one. */
  limitMs?: number;
  /** Of memory, above which the worker is killed; left out: the task's own limit, or what the machine can spare. */
  limitBytes?: number;
}

/**
 * Runs one task in a worker process of its own and resolves with its result. On abort the worker is asked to stop and
 * may still deliver (training keeps its best model so far); one that does not answer is killed.
 * Throws the worker's AppError; 'cancelled' after an abort; 'bad-input' if it took too long or too much memory; 'internal'
 * if the process died.
 */
export function runTask<T extends TaskName>(
  spawnWorker: SpawnWorker,
  task: T,
  input: TaskInput<T>,
  hooks: TaskHooks,
): Promise<TaskResult<T>> {
  return new Promise((resolve, reject) => {
    if (hooks.signal.aborted) return reject(new AppError('cancelled', 'Stopped.'));
    const worker = spawnWorker();
    let settled = false;
    let killTimer: NodeJS.Timeout | undefined;
    const limitMs = hooks.limitMs ?? LIMITS_MS[task];
    const limitTimer =
      limitMs === undefined ? undefined : setTimeout(() => settle(() => reject(tooLong(task, limitMs))), limitMs);

    const limitBytes = Math.min(hooks.limitBytes ?? LIMITS_BYTES[task] ?? Infinity, mostMemory());
    const stopWatching = watchMemory(worker.pid, limitBytes, (bytes) =>
      settle(() => reject(tooMuch(input, bytes, limitBytes))),
    );

    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      stopWatching();
      clearTimeout(killTimer);
      clearTimeout(limitTimer);
      hooks.signal.removeEventListener('abort', cancel);
      // The answer first: whatever a half-dead worker does when it is killed, nobody must wait for ever.
      finish();
      quietly(() => worker.kill());
    };
    const cancel = (): void => {
      const graceMs = task === 'train' ? CANCEL_GRACE_OF_TRAINING_MS : CANCEL_GRACE_MS;
      killTimer = setTimeout(() => settle(() => reject(new AppError('cancelled', 'Stopped.'))), graceMs);
      quietly(() => worker.send({ type: 'cancel' }));
    };

    worker.onMessage((raw) => {
      const message = raw as FromWorker<T>;
      if (message.type === 'progress' && !settled) hooks.onProgress(message.progress);
      if (message.type === 'done') settle(() => resolve(message.result));
      if (message.type === 'failed') settle(() => reject(AppError.fromData(message.error)));
    });
    worker.onExit((code) => {
      settle(() =>
        reject(
          hooks.signal.aborted
            ? new AppError('cancelled', 'Stopped.')
            : new AppError(
                'internal',
                `The worker of "${task}" ended without an answer (${code === null ? 'killed, perhaps for lack of memory' : `exit code ${code}`}).`,
                { task, exitCode: code, nothingStored: true },
              ),
        ),
      );
    });
    hooks.signal.addEventListener('abort', cancel);
    worker.send({ type: 'start', task, input });
  });
}

function tooLong(task: TaskName, limitMs: number): AppError {
  const text = `"${task}" was ended after ${duration(limitMs / 1000)}, the longest that it may take.`;
  return new AppError('bad-input', `${text} Is the file what it should be? Nothing was stored.`);
}

function tooMuch(input: object, bytes: number, limitBytes: number): AppError {
  const who =
    'modelFolder' in input
      ? `The model in ${input.modelFolder}`
      : 'npzPath' in input
        ? `The model ${input.npzPath}`
        : 'The worker';
  const text = `${who} took ${gigabytes(bytes)} of memory, and ${gigabytes(limitBytes)} is the most that it may take here.`;
  return new AppError(
    'bad-input',
    `${text} Its worker was ended and nothing was stored: give a smaller model, shorter records, or a machine with more memory.`,
  );
}

/** A worker that has gone cannot be told anything; its exit reports the rest. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // The exit event will arrive, or has arrived.
  }
}
