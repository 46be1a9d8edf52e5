import { AppError } from '../../src-shared/errors/app-error.ts';
import type { DatasetSource } from '../../src-main/ecg/source/open-dataset.ts';
import type { Files } from './folder-of.ts';

/** A folder of these files that needs no disk. */
export function memorySource(files: Files): DatasetSource {
  const contents = new Map(files.map(({ name, data }) => [name, Buffer.from(data)]));
  const of = (file: string): Buffer => {
    const bytes = contents.get(file);
    if (bytes === undefined) throw new AppError('damaged', `${file} is not there`);
    return bytes;
  };
  return {
    path: 'memory',
    kind: 'folder',
    files: new Set([...contents.keys()].sort()),
    notLookedAt: [],
    readStart: (file, bytes) => of(file).subarray(0, bytes),
    read: of,
    close: () => undefined,
  };
}
