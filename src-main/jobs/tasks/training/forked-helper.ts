import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { FromHelper, ToHelper } from './learner-helper.ts';

/** A process that computes for a training: it answers one message after another, and ends with this process. */
export interface Helper {
  /** Resolves when the whole message has left this process; the answer resolves when the helper has it. */
  ask(message: ToHelper): Promise<{ answer: Promise<FromHelper> }>;
  close(): void;
}

/** Forks the worker's entry as a helper. A message that it cannot answer rejects with AppError('internal'). */
export function forkHelper(workerPath: string): Helper {
  const child: ChildProcess = fork(workerPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    // Without this, Electron's binary would start a second application.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  let waiting: { resolve(answer: FromHelper): void; reject(error: AppError): void } | undefined;
  let gone: AppError | undefined;
  const end = (why: string): void => {
    gone ??= new AppError('internal', `A helper process of the training ${why}.`);
    waiting?.reject(gone);
  };
  child.on('error', (error) => end(`failed: ${error.message}`));
  child.on('exit', (code) =>
    end(`ended (${code === null ? 'killed, perhaps for lack of memory' : `exit code ${code}`})`),
  );
  child.on('message', (answer: FromHelper) => {
    if (answer.type === 'unable') waiting?.reject(new AppError('internal', answer.reason));
    else waiting?.resolve(answer);
  });
  return {
    async ask(message) {
      if (gone) throw gone;
      const answer = new Promise<FromHelper>((resolve, reject) => (waiting = { resolve, reject }));
      // The caller may still be busy when it fails, and learns of it when it waits for the answer.
      answer.catch(() => undefined);
      await new Promise<void>((resolve) => child.send(message, () => resolve()));
      return { answer };
    },
    close: () => void child.kill('SIGKILL'),
  };
}
