import type { RecognisedFiles } from '../../../src-shared/datasets/file-kind.ts';
import { many } from '../../../src-shared/datasets/many.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { visibleText } from '../../../src-shared/format/hidden-characters.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { recogniseFile, START_BYTES, type FileKind } from '../source/recognise-file.ts';

/** Looked into; a dataset may hold millions of files that no format takes. */
const MOST_FILES = 1000;

/** What those of the files are whose content tells it, by kind. */
export function recogniseFiles(
  source: DatasetSource,
  files: readonly string[],
): (RecognisedFiles & Pick<FileKind, 'isCompanion'>)[] {
  const byKind = new Map<string, { kind: FileKind; found: string[] }>();
  for (const file of files.slice(0, MOST_FILES)) {
    const kind = kindOf(source, file);
    if (kind === undefined) continue;
    const known = byKind.get(kind.is);
    if (known === undefined) byKind.set(kind.is, { kind, found: [file] });
    else known.found.push(file);
  }
  return [...byKind.values()].map(({ kind, found }) => ({ ...many(found.map(visibleText)), ...kind }));
}

function kindOf(source: DatasetSource, file: string): FileKind | undefined {
  try {
    return recogniseFile(source.readStart(file, START_BYTES), file);
  } catch (error) {
    if (error instanceof AppError && error.code === 'damaged') return undefined;
    throw error;
  }
}
