import { basename } from 'node:path';
import type { ImportAccount } from '../../../src-shared/datasets/import-account.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readDataset } from '../../ecg/dataset/read-dataset.ts';
import { writeRecordPack } from '../../ecg/dataset/record-pack.ts';
import type { SkippedRecord } from '../../ecg/formats/format.ts';
import type { TaskContext } from './context.ts';
import { visibleText } from '../../../src-shared/format/hidden-characters.ts';

export interface ImportInput {
  /** Archive or folder. */
  source: string;
  /** Where the records go. */
  packPath: string;
  labelsPath?: string | undefined;
  permutationPath?: string | undefined;
  splitSeed?: number | undefined;
}

export interface ImportOutput {
  records: number;
  skipped: SkippedRecord[];
  /** Where labels and split came from, for people. */
  labels: string;
  notes: string[];
  account: ImportAccount;
}

/** Reads a dataset into a record pack; what cannot be read is listed, not fatal. */
export async function importTask(input: ImportInput, { signal, progress }: TaskContext): Promise<ImportOutput> {
  const { source, packPath, labelsPath, permutationPath, splitSeed } = input;
  const reading = await readDataset(source, {
    ...(labelsPath === undefined ? {} : { labelsPath }),
    ...(permutationPath === undefined ? {} : { permutationPath }),
    ...(splitSeed === undefined ? {} : { splitSeed }),
    signal,
    onProgress: (done, total) =>
      progress({ done, total, unit: 'records', message: `Reading record ${done} of ${total}` }),
  });
  const { records } = await writeRecordPack(packPath, reading.records);
  if (records === 0) {
    const first = reading.skipped[0];
    const why = first ? ` The first one, ${first.record}: ${first.reason}` : '';
    throw new AppError(
      'bad-input',
      `No record of ${source} can be used (${reading.skipped.length} were skipped).${why}`,
    );
  }
  const split = reading.splitFile ? `, split of ${basename(reading.splitFile)}` : '';
  return {
    records,
    skipped: reading.skipped.map(({ record, reason }) => ({
      record: visibleText(record),
      reason: visibleText(reason),
    })),
    labels: `${basename(reading.labelsFile)}${split}`,
    notes: reading.notes,
    account: reading.account(),
  };
}
