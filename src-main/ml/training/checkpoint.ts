import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Everything a training needs to continue as if it had not been stopped. Arrays are stored one after another. */
export interface Checkpoint {
  /** Plain data: options, history, counters. */
  state: Record<string, unknown>;
  arrays: Record<string, Float32Array>;
}

export const CHECKPOINT_FILE = 'checkpoint.bin';

/** Writes a checkpoint so that a crash leaves either the old or the new one. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(folder, { recursive: true });
  const arrays = Object.entries(checkpoint.arrays);
  const index = arrays.map(([name, values]) => ({ name, length: values.length }));
  const head = Buffer.from(JSON.stringify({ format: 1, state: checkpoint.state, arrays: index }));
  const headLength = Buffer.alloc(8);
  headLength.writeUInt32LE(head.length);
  const bodies = arrays.map(([, values]) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  const temporary = join(folder, `${CHECKPOINT_FILE}.new`);
  await writeFile(temporary, Buffer.concat([headLength, head, ...bodies]));
  await rename(temporary, join(folder, CHECKPOINT_FILE));
}

/**
 * The plain data of a checkpoint without its arrays, which are most of it; undefined if there is none. Throws what
 * reading throws, also for a damaged one.
 */
export async function readCheckpointState(folder: string): Promise<Record<string, unknown> | undefined> {
  const path = join(folder, CHECKPOINT_FILE);
  if (!existsSync(path)) return undefined;
  const file = await open(path);
  try {
    const { buffer: headLength } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const head = Buffer.alloc(headLength.readUInt32LE(0));
    await file.read(head, 0, head.length, 8);
    return (JSON.parse(head.toString('utf8')) as { state: Record<string, unknown> }).state;
  } finally {
    await file.close();
  }
}

/** The checkpoint in a folder; AppError 'not-found' or 'damaged'. */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const path = join(folder, CHECKPOINT_FILE);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new AppError('not-found', `There is no training to resume in '${folder}'.`, { folder }, { cause });
  }
  try {
    const headEnd = 8 + bytes.readUInt32LE(0);
    const head = JSON.parse(bytes.toString('utf8', 8, headEnd)) as {
      format: number;
      state: Record<string, unknown>;
      arrays: { name: string; length: number }[];
    };
    const arrays: Record<string, Float32Array> = {};
    let at = headEnd;
    for (const { name, length } of head.arrays) {
      if (at + 4 * length > bytes.length) throw new RangeError('it ends too early');
      arrays[name] = new Float32Array(Uint8Array.from(bytes.subarray(at, at + 4 * length)).buffer);
      at += 4 * length;
    }
    return { state: head.state, arrays };
  } catch (cause) {
    throw new AppError('damaged', `The checkpoint '${path}' is damaged. Start a new training.`, { path }, { cause });
  }
}
