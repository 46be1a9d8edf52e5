import { setTimeout } from 'node:timers/promises';
import { Queue, QueueEvents } from 'bullmq';
import type { QueueConnection } from './connect.ts';

export const PREFIX = 'equipoise';
/** A piece that failed so often is not tried again. */
const ATTEMPTS = 3;
/** What nobody has fetched by then is not kept, s. */
const KEPT_S = 24 * 3600;
/** An event may be lost with a connection: so often is the piece itself looked at. */
const LOOK_EVERY_MS = 5000;

/** How the work on a piece has ended: what the worker gave for it, or why nobody could make it. */
export type PieceEnd = { given: unknown } | { failed: string };

/** Pieces of work that any worker of this queue may take, each under its id. */
export interface PieceQueue {
  /** Gives a piece to the workers; one that is there already, waiting or made, stays as it is. */
  put(id: string, order: object): Promise<void>;
  /** Resolves when the piece has been made or given up; undefined if it has disappeared. Throws when `signal` aborts. */
  end(id: string, signal: AbortSignal): Promise<PieceEnd | undefined>;
  /** Takes it away, made or not. One that somebody works on is left to end, and its result to expire. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPieceQueue({ redis }: QueueConnection, name: string): Promise<PieceQueue> {
  const options = { connection: redis, prefix: PREFIX };
  const queue = new Queue(name, options);
  const events = new QueueEvents(name, options);
  // What fails is thrown where it is waited for; without a listener an event would end the program.
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  events.setMaxListeners(0);
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  const look = async (id: string): Promise<PieceEnd | undefined | 'at work'> => {
    const job = await queue.getJob(id);
    if (!job) return undefined;
    const state = await job.getState();
    if (state === 'completed') return { given: job.returnvalue as unknown };
    if (state === 'failed') return { failed: job.failedReason };
    return state === 'unknown' ? undefined : 'at work';
  };
  return {
    async put(id, order) {
      const before = await queue.getJob(id);
      if (before && (await before.isFailed())) await before.remove();
      const kept = { age: KEPT_S };
      await queue.add('piece', order, { jobId: id, attempts: ATTEMPTS, removeOnComplete: kept, removeOnFail: kept });
    },
    async end(id, signal) {
      for (;;) {
        const woken = Promise.withResolvers<void>();
        events.on(`completed:${id}` as 'completed', () => woken.resolve());
        events.on(`failed:${id}` as 'failed', () => woken.resolve());
        try {
          signal.throwIfAborted();
          const found = await look(id);
          if (found !== 'at work') return found;
          const stop = new AbortController();
          await Promise.race([
            woken.promise,
            setTimeout(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, stop.signal]) }),
          ]).finally(() => stop.abort());
        } finally {
          events.removeAllListeners(`completed:${id}` as 'completed');
          events.removeAllListeners(`failed:${id}` as 'failed');
        }
      }
    },
    async remove(id) {
      const job = await queue.getJob(id);
      // Refused while a worker has it.
      await job?.remove().catch(() => undefined);
    },
    async close() {
      await Promise.allSettled([events.close(), queue.close()]);
    },
  };
}
