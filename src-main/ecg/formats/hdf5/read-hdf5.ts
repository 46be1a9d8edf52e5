import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { threadFile } from '../../../numeric/thread-file.ts';
import { isMatlab73, isPlainHdf5 } from './signature.ts';
import type { Answer, Question, ThreadData } from './thread-messages.ts';
import type { ArrayFile } from '../arrays/named-array.ts';

/** Time of the processor for a file, whatever its size, and how much of it is read in a second more. */
const LEAST_MS = 900;
const BYTES_PER_MS = 5000;
/** On a busy machine the clock runs on while the thread waits for a processor. */
const LONGEST_MS = 120_000;
const POLL_MS = 50;
/** Every error that the library throws leaves a little of its stack behind. */
const MOST_ERRORS = 50;

interface Thread {
  worker: Worker;
  port: MessagePort;
  answered: ThreadData['answered'];
  answers: number;
  errors: number;
}

let kept: Thread | undefined;

/** Whether a file begins as one of HDF5 or MATLAB v7.3 does. */
export function isHdf5(start: Buffer): boolean {
  return isPlainHdf5(start) || isMatlab73(start);
}

/**
 * The numeric arrays and texts of a file of HDF5 or MATLAB v7.3, as `decodeHdf5` finds them, read in a thread of its own that this one
 * waits for. Throws AppError('damaged') that names the file, also where reading it does not come to an end.
 */
export function readHdf5(bytes: Buffer, fileName: string): ArrayFile {
  kept ??= started();
  const thread = kept;
  const question: Question = { bytes: Uint8Array.from(bytes), fileName };
  thread.worker.postMessage(question, [question.bytes.buffer as ArrayBuffer]);
  const answer = answerOf(thread, LEAST_MS + bytes.length / BYTES_PER_MS);
  if (answer?.kind === 'read') return answer.file;
  if (answer?.kind === 'refused' && answer.isWhole) thread.errors += 1;
  if (answer?.kind !== 'refused' || !answer.isWhole || thread.errors > MOST_ERRORS) stop(thread);
  const why = answer === undefined ? 'reading it does not come to an end' : 'the HDF5 library cannot read it';
  const said = answer?.kind === 'refused' ? answer.message : undefined;
  throw new AppError('damaged', said ?? `${fileName} is damaged: ${why}`);
}

function started(): Thread {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ThreadData = { port: port2, answered };
  const worker = new Worker(threadFile(import.meta.url, 'hdf5-thread'), { workerData, transferList: [port2] });
  worker.unref();
  port1.unref();
  const thread = { worker, port: port1, answered, answers: 0, errors: 0 };
  if (answerOf(thread, LONGEST_MS) === undefined) {
    stop(thread);
    throw new Error('the HDF5 library cannot be started');
  }
  return thread;
}

/** The thread's next answer; undefined where it takes more than that time of the processor. */
function answerOf(thread: Thread, mostMs: number): Answer | undefined {
  const cpu = process.cpuUsage();
  const start = performance.now();
  while (Atomics.load(thread.answered, 0) === thread.answers) {
    Atomics.wait(thread.answered, 0, thread.answers, POLL_MS);
    const { user, system } = process.cpuUsage(cpu);
    if ((user + system) / 1000 > mostMs || performance.now() - start > LONGEST_MS) break;
  }
  const received = receiveMessageOnPort(thread.port) as { message: Answer } | undefined;
  if (received !== undefined) thread.answers += 1;
  return received?.message;
}

function stop(thread: Thread): void {
  kept = undefined;
  thread.port.close();
  void thread.worker.terminate();
}
