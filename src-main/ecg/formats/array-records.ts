import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { supposedBy } from '../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from '../source/file-name.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { ArrayRecords } from './arrays/records-in.ts';
import type { ListedRecord, RecordListing, SkippedRecord } from './format.ts';
import { stemOf } from './one-record-per-file.ts';
import { openBareRecord } from './open-bare-record.ts';

const MAX_BYTES = 1024 ** 3;

/** The records of a file. Throws AppError('damaged' | 'bad-input') that names it. */
export type ReadRecords = (bytes: Buffer, fileName: string) => ArrayRecords;

/**
 * The records of files of arrays: one record has the name of its file, several have it with their number from 1, in the order of
 * the array. One file is kept in memory at a time.
 */
export function listArrayRecords(
  source: DatasetSource,
  files: readonly string[],
  read: ReadRecords,
  said: SaidOfSignals,
): RecordListing {
  let kept: { file: string; records: ArrayRecords } | undefined;
  const recordsOf = (file: string): ArrayRecords => {
    if (kept?.file !== file) kept = { file, records: read(source.read(file, MAX_BYTES), baseName(file)) };
    return kept.records;
  };
  const records: ListedRecord[] = [];
  const unusable: SkippedRecord[] = [];
  for (const file of files) {
    const stem = stemOf(file);
    try {
      const { count } = recordsOf(file);
      const digits = Math.max(5, String(count).length);
      for (let index = 0; index < count; index++) {
        const name = count === 1 ? stem : `${stem}_${String(index + 1).padStart(digits, '0')}`;
        records.push({ name, file, open: () => openBareRecord(recordsOf(file).record(index), said, baseName(file)) });
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'refused') throw error;
      unusable.push({ record: file, reason: AppError.from(error).message, supposed: supposedBy(error) });
    }
  }
  return { records, unusable, order: records.map(({ name }) => name) };
}
