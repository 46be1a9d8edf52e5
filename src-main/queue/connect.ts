import { Redis } from 'ioredis';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { noQueue, queueError } from './queue-errors.ts';

const FIRST_ANSWER_MS = 5000;
const RETRY_MS = 2000;

/** A connection to Redis or Valkey. */
export interface QueueConnection {
  redis: Redis;
  url: string;
  close(): void;
}

/**
 * Connects to the queue at redis://, rediss:// (TLS) or valkey://. A first connection that fails is an AppError; one that is
 * lost later is tried again for `patienceMs`, and what waits for it fails after that.
 */
export async function connectQueue(url: string, { patienceMs }: { patienceMs: number }): Promise<QueueConnection> {
  if (!/^(redis|valkey)s?:\/\/[^/]/.test(url)) {
    throw new AppError(
      'bad-input',
      `--queue must be an address like redis://host:6379, or rediss://user:password@host:6380.`,
    );
  }
  let isThere = false;
  let last: unknown;
  const redis = new Redis(url.replace(/^valkey/, 'redis'), {
    lazyConnect: true,
    connectTimeout: FIRST_ANSWER_MS,
    // Commands wait while the connection is made again.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isThere && times * RETRY_MS <= patienceMs ? RETRY_MS : null),
  });
  redis.on('error', (error) => (last = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    const why = /closed/.test(String(error)) ? (last ?? error) : error;
    const known = queueError(why, url);
    // A host that has several addresses fails with an error of no words.
    throw known.code === 'internal' ? noQueue(known.message || codeOf(why), url) : known;
  }
  isThere = true;
  return { redis, url, close: () => redis.disconnect() };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'no answer';
}
