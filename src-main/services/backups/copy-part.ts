import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../workspace/make-folder.ts';
import type { Part } from './backup-manifest.ts';

/** Bytes that are hashed in one go. */
const BYTES_AT_ONCE = 2 ** 20;

/** What a file of a backup is; reads it in pieces. */
export async function describePart(folder: string, path: string, signal: AbortSignal): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(join(folder, path), { highWaterMark: BYTES_AT_ONCE, signal })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Copies a file from one folder to the same place in another, durably and in pieces, and says what was written. */
export async function copyPart(from: string, to: string, path: string, signal: AbortSignal): Promise<Part> {
  const [source, target] = [join(from, path), join(to, path)];
  makeFolder(dirname(target));
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(source, { highWaterMark: BYTES_AT_ONCE }),
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    },
    // Durable when it is closed.
    createWriteStream(target, { mode: 0o600, flags: 'wx', flush: true }),
    { signal },
  );
  return { path, bytes, sha256: hash.digest('hex') };
}
