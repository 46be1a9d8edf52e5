import { flushCompileCache } from 'node:module';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { performTask, type TaskName } from './tasks/index.ts';
import type { TaskContext, TaskProgress } from './tasks/context.ts';
import type { FromHelper, ToHelper } from './tasks/training/learner-helper.ts';
import type { FromWorker, StartTask, ToWorker } from './worker-handle.ts';

/**
 * Entry of the worker process: one task after another, until it is ended, or help with the steps of a training. Talks to its parent over
 * whichever channel the host opened.
 */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

const PROGRESS_INTERVAL_MS = 100;
/** A worker that holds more than this between tasks had better begin anew. */
const MOST_BYTES_BETWEEN_TASKS = 8e8;

const { send, listen } = connect();
let controller = new AbortController();

listen((raw) => {
  const message = raw as ToWorker | ToHelper;
  if (message.type === 'cancel') controller.abort();
  if (message.type === 'start') void run(message);
  if (message.type === 'help' || message.type === 'step') {
    void import('./tasks/training/learner-helper.ts').then(async ({ help }) => send(await help(message)));
  }
});

async function run<T extends TaskName>({ task, input }: StartTask<T>): Promise<void> {
  controller = new AbortController();
  try {
    const context: TaskContext = { signal: controller.signal, progress: throttled(), workerPath: import.meta.filename };
    const result = await performTask(task, input, context);
    // Whoever gets the result ends this process at once, before Node would keep what it has compiled for the next one.
    flushCompileCache();
    send({ type: 'done', result, fit: process.memoryUsage.rss() < MOST_BYTES_BETWEEN_TASKS });
  } catch (error) {
    send({ type: 'failed', error: AppError.from(error).toData() });
  }
}

/** At most ten per second; one that is dropped does not matter, since the next carries newer numbers. */
function throttled(): (progress: TaskProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && progress.done < progress.total) return;
    last = now;
    send({ type: 'progress', progress });
  };
}

function connect(): {
  send: (message: FromWorker | FromHelper) => void;
  listen: (listener: (message: unknown) => void) => void;
} {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      listen: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  }
  process.on('disconnect', () => process.exit(1));
  return { send: (message) => process.send?.(message), listen: (listener) => process.on('message', listener) };
}
