import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ENGINE_SAID } from '../../src-shared/engine-said.ts';
import type { CreateServicesOptions } from '../services/create-services.ts';

type WorkerHandle = ReturnType<CreateServicesOptions['spawnWorker']>;

const WORKER = path.resolve(import.meta.dirname, '../jobs/worker.ts');

/** TensorFlow announces on every start that it is optimised, whatever its log level. */
const NOT_FOR_PEOPLE = /^(I\d{4} |WARNING: All log messages before absl)/;

/** Each worker would say the same of an engine that cannot be loaded: the first one does. */
let hasBegunOne = false;

/**
 * Starts the job worker as a Node process of its own, for hosts that run on Node. It inherits the environment (thread
 * counts and engine included) and writes to our stderr; it ends when we end, however that happens.
 */
export function spawnNodeWorker(workerPath: string = WORKER): WorkerHandle {
  const said = hasBegunOne ? { [ENGINE_SAID]: '1' } : {};
  hasBegunOne = true;
  const child = fork(workerPath, [], {
    execArgv: [
      '--experimental-strip-types',
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=DEP0044',
      '--max-semi-space-size=4', // MB: a worker's objects are short-lived, so it need not keep 100 MB of them
    ],
    serialization: 'advanced', // typed arrays arrive as typed arrays
    stdio: ['ignore', 2, 'pipe', 'ipc'],
    env: { TF_CPP_MIN_LOG_LEVEL: '1', ...process.env, ...said },
    detached: true, // Ctrl-C in the terminal is ours to answer: a training is asked to stop, and keeps its best model
  });
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      if (!NOT_FOR_PEOPLE.test(line)) process.stderr.write(`${line}\n`);
    });
  }
  child.on('error', () => {}); // a message that came too late; 'exit' reports the rest
  return {
    pid: () => child.pid,
    send(message) {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'), // a kernel that is computing answers no gentler signal
    keepsParentAlive(whether) {
      const what = whether ? 'ref' : 'unref';
      child[what]();
      child.channel?.[what]();
      (child.stderr as Socket | null)?.[what]();
    },
  };
}
