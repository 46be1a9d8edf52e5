import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Bytes that are found by their hash. */
export interface Blob {
  sha256: string;
  bytes: number;
}

const CHUNK_BYTES = 2 ** 20;
/** Nothing of a sweep stays on the queue for longer, s. What is needed later is put there again. */
const KEPT_S = 24 * 3600;

/** What the bytes are found by. */
export function blobOf(bytes: Buffer): Blob {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Puts bytes on the queue in chunks, if they are not there yet. */
export async function putBlob(redis: Redis, bytes: Buffer): Promise<Blob> {
  const blob = blobOf(bytes);
  if (await keepBlob(redis, blob)) return blob;
  for (const [i, key] of keysOf(blob).entries()) {
    await redis.set(key, bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES), 'EX', KEPT_S);
  }
  return blob;
}

/** Whether they are there; if so they stay from now on for as long as if they were new. */
export async function keepBlob(redis: Redis, blob: Blob): Promise<boolean> {
  const kept = await Promise.all(keysOf(blob).map((key) => redis.expire(key, KEPT_S)));
  return kept.every((found) => found === 1);
}

/** The bytes, checked against their hash; undefined if they are not (or not unchanged) on the queue. */
export async function getBlob(redis: Redis, blob: Blob): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for (const key of keysOf(blob)) {
    const chunk = await redis.getBuffer(key);
    if (chunk === null) return undefined;
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return blobOf(bytes).sha256 === blob.sha256 ? bytes : undefined;
}

export async function deleteBlob(redis: Redis, blob: Blob): Promise<void> {
  await redis.del(keysOf(blob));
}

function keysOf({ sha256, bytes }: Blob): string[] {
  const chunks = Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
  return Array.from({ length: chunks }, (_, i) => `equipoise:blob:${sha256}:${i}`);
}
