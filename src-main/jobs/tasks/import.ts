import { basename } from 'node:path';
import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ImportAccount } from '../../../src-shared/datasets/import-account.ts';
import { parseClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readDataset, type DatasetReading, type ReadDatasetOptions } from '../../ecg/dataset/read-dataset.ts';
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
  reading: ReadingOptions;
}

export interface ImportOutput {
  records: number;
  /** What their labels are positions in. */
  classes: ClassList;
  skipped: SkippedRecord[];
  /** Where labels and split came from, for people. */
  labels: string;
  notes: string[];
  account: ImportAccount;
}

/** Reads a dataset into a record pack; what cannot be read is listed, not fatal. */
export async function importTask(input: ImportInput, { signal, progress }: TaskContext): Promise<ImportOutput> {
  const { source, packPath } = input;
  const reading = await readDataset(source, {
    ...readingOf(input),
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
  return {
    records,
    classes: reading.classes,
    skipped: reading.skipped.map(({ record, reason }) => ({
      record: visibleText(record),
      reason: visibleText(reason),
    })),
    labels: labelsInWords(reading, input.reading),
    notes: reading.notes,
    account: reading.account(),
  };
}

/** What was decided, as the reader of datasets takes it. */
export function readingOf(input: Omit<ImportInput, 'packPath'>): ReadDatasetOptions {
  const { labelsPath, permutationPath, splitSeed } = input;
  const { classes, ...decided } = input.reading;
  return {
    ...(labelsPath === undefined ? {} : { labelsPath }),
    ...(classes === undefined ? {} : { classes: parseClassMapping(classes) }),
    ...(permutationPath === undefined ? {} : { permutationPath }),
    ...(splitSeed === undefined ? {} : { splitSeed }),
    ...decided,
  };
}

/** `labels.csv (column rhythm, NORM=N,AFIB=A,*=O), split of permutation.npy` */
function labelsInWords({ labelsFile, labelsColumn, splitFile }: DatasetReading, said: ReadingOptions): string {
  const base = said.labelBase === undefined ? undefined : `counted from ${said.labelBase}`;
  const how = [labelsColumn, said.classes, base].filter((one) => one !== undefined).map(visibleText);
  const from = `${basename(labelsFile)}${how.length === 0 ? '' : ` (${how.join(', ')})`}`;
  return splitFile === undefined ? from : `${from}, split of ${basename(splitFile)}`;
}
