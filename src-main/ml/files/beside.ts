import { basename, join } from 'node:path';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Where a file lies that `path` names: in the same folder. Throws AppError 'refused' for a name that leads elsewhere. */
export function fileBeside(name: string, folder: string, path: string): string {
  if (name === basename(name) && !['', '.', '..'].includes(name)) return join(folder, name);
  const text = `'${path}' names the weights file '${excerpt(name)}', which is outside its folder. Put it beside the model.`;
  throw new AppError('refused', text, { path });
}
