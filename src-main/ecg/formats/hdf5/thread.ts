import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import h5wasm from 'h5wasm';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { decodeHdf5 } from './decode.ts';
import type { Answer, Question, ThreadData } from './thread-messages.ts';

/**
 * The thread that HDF5 files are read in: the library may run forever, or over its own memory, in a damaged one. Its files lie in
 * memory, so that a link of a file to another one leads nowhere.
 */
const { port, answered } = workerData as ThreadData;
const module = await h5wasm.ready;
// Else it prints its errors.
module.activate_throwing_error_handler();
const say = (answer: Answer, moved: ArrayBuffer[] = []): void => {
  (port as MessagePort).postMessage(answer, moved);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
};

parentPort?.on('message', ({ bytes, fileName }: Question) => {
  try {
    const file = decodeHdf5(bytes, fileName, module);
    const moved = file.arrays.map(({ values }) => (ArrayBuffer.isView(values) ? values.buffer : undefined));
    say({ kind: 'read', file }, [...new Set(moved.filter((one) => one instanceof ArrayBuffer))]);
  } catch (error) {
    const isOurs = error instanceof AppError;
    const cause = isOurs ? error.cause : error;
    const isWhole = cause === undefined || String(cause).includes('HDF5-DIAG');
    say({ kind: 'refused', message: isOurs ? error.message : undefined, isWhole });
  }
});
say({ kind: 'ready' });
