import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { findApart } from '../../engine/installed-apart.ts';
import { WORKER_SOURCE } from './worker-source.ts';

/** Opening a large model takes seconds; no record takes a minute. */
const MOST_MILLISECONDS = 120_000;

/** onnxruntime on a thread of its own, asked synchronously. */
export interface Session {
  /** Runs one input to one output, both row-major float32. */
  run(input: string, values: Float32Array, shape: readonly number[], output: string): Answer;
  close(): void;
}

export interface Answer {
  values: Float32Array;
  shape: number[];
}

/** Where onnxruntime-node is installed, or undefined. */
export function findRuntime(): string | undefined {
  return findApart('onnxruntime', 'onnxruntime-node');
}

/**
 * Opens a model (a path, or its bytes). Throws AppError 'unavailable' where onnxruntime is not installed, 'bad-input' with
 * its own words where it does not take the model, and later an input.
 */
export function openSession(model: string | Uint8Array): Session {
  const library = findRuntime();
  if (library === undefined) {
    const text =
      "This model needs onnxruntime, which is not installed. Run 'npm run setup -- --onnxruntime' once (about 300 MB on disk).";
    throw new AppError('unavailable', text);
  }
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const workerData = { port: port2, signal, library, model };
  const worker = new Worker(WORKER_SOURCE, { eval: true, workerData, transferList: [port2] });
  worker.unref();
  port.unref();
  const close = (): void => void worker.terminate();
  const answer = (): Partial<Answer> => {
    if (Atomics.wait(signal, 0, 0, MOST_MILLISECONDS) === 'timed-out') {
      close();
      throw new AppError('unavailable', `onnxruntime gave no answer in ${MOST_MILLISECONDS / 1000} s.`);
    }
    const message = receiveMessageOnPort(port)?.message as { error?: string } & Partial<Answer>;
    if (message.error === undefined) return message;
    throw new AppError('bad-input', `onnxruntime says: ${message.error}`);
  };
  try {
    answer();
  } catch (error) {
    close();
    throw error;
  }
  return {
    close,
    run(input, values, shape, output) {
      Atomics.store(signal, 0, 0);
      port.postMessage({ input, values, shape, output });
      return answer() as Answer;
    },
  };
}
