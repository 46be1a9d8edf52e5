import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Attempt, AttemptOutcome } from './try-input.ts';

/** No input of a few kilobytes needs a tenth of it, even on a machine that has much else to do. */
const LIMIT_MS = 60_000;

let child: ChildProcess | undefined;

/** Reads an input in a process of its own, used again until it dies. Throws where it crashes or does not end. */
export async function tryInput(given: Attempt): Promise<AttemptOutcome> {
  const reader = (child ??= start());
  const { promise, resolve, reject } = Promise.withResolvers<AttemptOutcome>();
  const late = setTimeout(() => reject(new Error(`${given.kind} did not end within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  const ended = (code: number | null): void => reject(new Error(`${given.kind} ended the process (${code})`));
  reader.once('message', resolve).once('exit', ended);
  reader.send(given);
  try {
    return await promise;
  } catch (error) {
    reader.kill('SIGKILL');
    child = undefined;
    throw error;
  } finally {
    clearTimeout(late);
    reader.off('message', resolve).off('exit', ended);
  }
}

function start(): ChildProcess {
  const started = fork(path.join(import.meta.dirname, 'try-input.ts'), [], {
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', '--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { TF_CPP_MIN_LOG_LEVEL: '3', ...process.env },
  });
  // The test's own process may end while this one waits.
  started.unref();
  started.channel?.unref();
  return started;
}
