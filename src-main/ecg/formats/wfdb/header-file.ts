import { baseName } from '../../source/file-name.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { parseWfdbHeader, type WfdbHeader } from './header.ts';

const MAX_HEADER_BYTES = 1024 ** 2;

/** Throws AppError('damaged') that names the file, and the line if it has one. */
export function readHeader(source: DatasetSource, file: string): WfdbHeader {
  return parseWfdbHeader(headerText(source.read(file, MAX_HEADER_BYTES)), baseName(file));
}

/** UTF-8, else Latin-1, in which older programs wrote their µ. */
export function headerText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
