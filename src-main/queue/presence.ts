import type { Redis } from 'ioredis';
import { z } from 'zod';

/** Who takes part in the work of a queue. */
const participantSchema = z.object({
  id: z.uuid(),
  role: z.enum(['worker', 'sweep']),
  /** Computer and process. */
  name: z.string().max(300),
  program: z.string().max(100),
  engine: z.string().max(200),
  /** What the work is that it takes: only those of one kind give the same bytes. */
  kind: z.string().max(100),
});
export type Participant = z.infer<typeof participantSchema>;

export const SIGN_OF_LIFE_MS = 5000;
const GONE_AFTER_S = 20;
const ALL = 'equipoise:present';

const keyOf = (id: string): string => `equipoise:present:${id}`;
const refusalOf = (id: string): string => `equipoise:refused:${id}`;

/** Says that somebody is there; to be said again every SIGN_OF_LIFE_MS. */
export async function announce(redis: Redis, participant: Participant): Promise<void> {
  await redis.set(keyOf(participant.id), JSON.stringify(participant), 'EX', GONE_AFTER_S);
  await redis.sadd(ALL, participant.id);
}

export async function leave(redis: Redis, id: string): Promise<void> {
  await redis.del(keyOf(id));
  await redis.srem(ALL, id);
}

/** Those that have said so lately. */
export async function listPresent(redis: Redis): Promise<Participant[]> {
  const ids = await redis.smembers(ALL);
  if (ids.length === 0) return [];
  const said = await redis.mget(ids.map(keyOf));
  const gone = ids.filter((_, i) => said[i] === null);
  if (gone.length > 0) await redis.srem(ALL, gone);
  return said.flatMap((text) => {
    const parsed = text === null ? undefined : participantSchema.safeParse(jsonOf(text));
    return parsed?.success ? [parsed.data] : [];
  });
}

/** Tells a worker that its results are not wanted, and why. */
export async function refuse(redis: Redis, id: string, why: string): Promise<void> {
  await redis.set(refusalOf(id), why, 'EX', 3600);
}

/** Why this worker's results are not wanted; null if they are. */
export function refusal(redis: Redis, id: string): Promise<string | null> {
  return redis.get(refusalOf(id));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
