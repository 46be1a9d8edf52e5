import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { EcgFormat, OpenedRecord } from './format.ts';

type Open = (source: DatasetSource, file: string, said: SaidOfSignals) => OpenedRecord;

/** The listing of a format whose every file is one record, named after it. */
export function oneRecordPerFile(open: Open): EcgFormat['list'] {
  return (source, files, said = {}) => ({
    records: files.map((file) => ({ name: stemOf(file), file, open: () => open(source, file, said) })),
    unusable: [],
  });
}

/** A file's name without its extension. What begins with a digit is none: `ecg.001` and `ecg.002` are two records. */
export function stemOf(file: string): string {
  return baseName(file).replace(/\.[a-z][^.]*$/i, '');
}
