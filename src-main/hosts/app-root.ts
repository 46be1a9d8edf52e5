import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json, resources/, studies/ and out/, for a program that runs from its source. */
export const appRoot = path.resolve(import.meta.dirname, '../..');

/** The program's version, from the package.json in `root`. */
export function programVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
