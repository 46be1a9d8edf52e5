import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** The absolute path that a person means by what was typed: `~` at its beginning is the home folder, as in a shell. */
export function userPath(typed: string): string {
  return resolve(typed.replace(/^~(?=$|[/\\])/, () => homedir()));
}
