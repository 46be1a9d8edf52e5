import { setTimeout } from 'node:timers/promises';
import { UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { QueueConnection } from './connect.ts';
import { PREFIX } from './piece-queue.ts';
import { queueError } from './queue-errors.ts';

/** So often may a piece outlive its worker before it is taken for what ends them. */
const MOST_DEATHS = 3;

export interface ServeOptions {
  /** Of the queue. */
  name: string;
  /** How many pieces at once. */
  atOnce: number;
  /** A worker that gives no sign of itself for so long is taken for dead, and its pieces are given to others. */
  leaseMs: number;
  /** Makes a piece of what was ordered; what it returns goes back. An AppError 'cancelled' gives the piece back unmade. */
  make: (id: string, order: unknown) => Promise<object>;
  signal: AbortSignal;
  /** About the connection, for people. */
  say: (text: string) => void;
}

/** Takes pieces from the queue until `signal` aborts; those at work then go back to the queue. */
export async function servePieces(
  { redis, url }: QueueConnection,
  { name, atOnce, leaseMs, make, signal, say }: ServeOptions,
): Promise<void> {
  const worker = new Worker(
    name,
    async (job, token) => {
      try {
        return await make(job.id ?? '', job.data);
      } catch (thrown) {
        const error = AppError.from(thrown);
        if (error.code === 'cancelled') {
          await job.moveToWait(token);
          throw new WaitingError();
        }
        // An order that this program does not understand is no better understood the second time.
        if (error.code === 'refused') throw new UnrecoverableError(error.message);
        throw error;
      }
    },
    {
      ...{ connection: redis, prefix: PREFIX, concurrency: atOnce },
      ...{ lockDuration: leaseMs, stalledInterval: leaseMs, maxStalledCount: MOST_DEATHS },
    },
  );
  let lastSaid = '';
  worker.on('error', (error) => {
    const { message } = queueError(error, url);
    if (message !== lastSaid) say(message);
    lastSaid = message;
  });
  await worker.waitUntilReady();
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // Waits for the pieces at work, which have been told to stop, unless the queue has gone.
  await Promise.race([worker.close(), setTimeout(leaseMs, undefined, { ref: false })]);
}
