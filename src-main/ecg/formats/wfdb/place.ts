import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { baseName, folderOf } from '../../source/file-name.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';

/**
 * The file of the dataset that a header means by a name, which may have folders in it. Throws AppError('damaged') for one that
 * leads out of the dataset, or to no file of it.
 */
export function fileNamedIn(source: DatasetSource, headerFile: string, name: string, what: string): string {
  const parts = folderOf(headerFile).split('/').slice(0, -1);
  // Read the way it was written: by WFDB, or on Windows with drives and the other slash.
  let leadsOut = /^(?:[/\\]|[a-z]:)/i.test(name);
  for (const part of name.split(/[/\\]/)) {
    if (part === '..') leadsOut ||= parts.pop() === undefined;
    else if (part !== '' && part !== '.') parts.push(part);
  }
  if (leadsOut) {
    const text = `${baseName(headerFile)} names the ${what} "${excerpt(name)}", which lies outside the dataset.`;
    throw new AppError('damaged', text);
  }
  const file = parts.join('/');
  if (source.files.has(file)) return file;
  const cure = source.kind === 'file' ? ': give the folder that holds both' : '';
  throw new AppError('damaged', `its ${what} ${excerpt(name)} is missing${cure}`);
}
