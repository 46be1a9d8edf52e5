import { statfs } from 'node:fs/promises';
import type { Finding } from '../../../src-shared/contract/workspace-check.ts';
import { count } from '../../../src-shared/format/number.ts';

/** Less is soon used up by an attack's run, or by what SQLite writes beside its file. */
const LEAST_BYTES = 500e6;

/** Whether the disk has room for what is stored next. */
export async function checkRoom(folder: string): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= LEAST_BYTES) return [];
  return [
    {
      what: `The disk of ${folder} has ${count(Math.floor(free / 1e6))} MB left.`,
      cure: 'Make room, or move the workspace to another disk.',
    },
  ];
}
