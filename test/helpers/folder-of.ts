import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export type Files = { name: string; data: Buffer | string }[];

/** A new folder with these files in it, each at the place that its name says. */
export function folderOf(files: Files): string {
  const path = temporaryFolder();
  for (const { name, data } of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), data);
  }
  return path;
}
