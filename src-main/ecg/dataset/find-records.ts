import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DatasetSource } from './open-dataset.ts';

/** What a dataset consists of, before any signal is read. */
export interface DatasetContents {
  /** Record name → path of its header, sorted by name. */
  headers: Map<string, string>;
  /** Paths of headers whose record name was there before. */
  duplicates: string[];
  /** Path of the REFERENCE csv that is taken, if there is one. */
  labelsFile: string | undefined;
  /** Other REFERENCE csv files, not used. */
  otherLabelsFiles: string[];
  /** Path of the RECORDS file, if there is one. */
  recordsFile: string | undefined;
}

const REFERENCE = /^REFERENCE.*\.csv$/i;

/** Finds headers, labels and RECORDS. Throws AppError('bad-input') where there is no header at all. */
export function findRecords(source: DatasetSource): DatasetContents {
  const files = [...source.files];
  const found = files.filter((file) => file.toLowerCase().endsWith('.hea'));
  if (found.length === 0) {
    const text = `${source.path} is no ECG dataset: it holds no WFDB header (.hea). Give training2017.zip or its folder.`;
    throw new AppError('bad-input', text);
  }
  const headers = new Map<string, string>();
  const duplicates: string[] = [];
  for (const file of found) {
    const name = baseName(file).slice(0, -4);
    if (headers.has(name)) duplicates.push(file);
    else headers.set(name, file);
  }
  const [labelsFile, ...otherLabelsFiles] = rankLabels(files, found);
  const recordsFile = files.filter((file) => baseName(file) === 'RECORDS').sort(byDepth)[0];
  const sorted = new Map([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { headers: sorted, duplicates, labelsFile, otherLabelsFiles, recordsFile };
}

/**
 * The best labels first: the file that stands above the most records; among equals REFERENCE.csv (PhysioNet's newest), then
 * the highest version, then the original.
 */
function rankLabels(files: readonly string[], headers: readonly string[]): string[] {
  const covered = (file: string): number => {
    const folder = file.slice(0, file.length - baseName(file).length);
    return headers.filter((header) => header.startsWith(folder)).length;
  };
  return files
    .filter((file) => REFERENCE.test(baseName(file)))
    .map((file) => ({ file, covered: covered(file), version: versionOf(baseName(file)) }))
    .sort((a, b) => b.covered - a.covered || b.version - a.version || byDepth(a.file, b.file))
    .map(({ file }) => file);
}

function versionOf(name: string): number {
  if (/^REFERENCE\.csv$/i.test(name)) return Number.POSITIVE_INFINITY;
  return Number(/v(\d+)/i.exec(name)?.[1] ?? 0);
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
