import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { headerText, readHeader } from './header-file.ts';
import { beginsWithSegments } from './header.ts';
import { fileNamedIn } from './place.ts';

/** Enough for the comments that may come before the first line. */
const START_BYTES = 1024;

/** Those of the headers that describe a part of another record: they are no records themselves, or signals would be there twice. */
export function namesOfSegments(source: DatasetSource, headers: readonly string[]): Set<string> {
  const parts = new Set<string>();
  for (const file of headers) {
    const segments = damagedIsNone(() => {
      const isOne = beginsWithSegments(headerText(source.readStart(file, START_BYTES)));
      return isOne ? readHeader(source, file).segments : undefined;
    });
    for (const { name } of segments ?? []) {
      if (name === undefined) continue;
      const part = damagedIsNone(() => fileNamedIn(source, file, `${name}.hea`, 'segment'));
      if (part !== undefined) parts.add(part);
    }
  }
  return parts;
}

/** What is wrong with a header is said when its record is opened. */
function damagedIsNone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'damaged') return undefined;
    throw error;
  }
}
