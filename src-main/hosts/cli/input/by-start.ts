import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** The one whose id begins with `start`: lists show beginnings. AppError 'not-found', 'bad-input' if several do. */
export function idByStart(what: string, list: readonly { id: string }[], start: string): string {
  const found = list.filter(({ id }) => id.startsWith(start));
  if (found.length > 1) {
    throw new AppError('bad-input', `${found.length} of the ${what}s begin with "${start}". Give more of the id.`);
  }
  const [only] = found;
  if (!only) throw new AppError('not-found', `There is no ${what} "${start}" in this workspace.`);
  return only.id;
}
