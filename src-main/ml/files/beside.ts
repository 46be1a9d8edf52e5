import { basename, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Where a file lies that `path` names: in the same folder. Throws AppError 'refused' for a name that leads elsewhere. */
export function fileBeside(name: string, folder: string, path: string): string {
  if (name === basename(name) && name !== '..' && name !== '.') return join(folder, name);
  throw new AppError('refused', `'${path}' names the weights file '${name}', which is outside its folder.`, { path });
}
