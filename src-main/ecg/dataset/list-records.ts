import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import type { EcgFormat, ListedRecord, RecordListing, SkippedRecord } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import { LABEL_SOURCES } from '../labels/index.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import { recogniseFiles } from './recognise-files.ts';
import { kindSentence, type RecognisedFiles } from '../../../src-shared/datasets/file-kind.ts';
import { isPlainName, NAME_RULE } from '../../../src-shared/names/name.ts';

/** Named where nothing can be imported. */
const MOST_KINDS = 3;

/** What a dataset consists of, before any signal is read. */
export interface DatasetContents {
  /** By name, in the order of names. */
  records: Map<string, ListedRecord>;
  /** Names in the order that arrays of labels follow: the dataset's, absent records included; else alphabetical. */
  order: readonly string[];
  /** Records already known to be unreadable. */
  skipped: SkippedRecord[];
  /** Files that hold records, also those whose name was taken already. */
  recordFiles: readonly string[];
  /** Files that no format took, of which the content tells what they are. */
  recognised: readonly RecognisedFiles[];
}

/** Finds the records of every known format. Throws AppError('bad-input') that lists the formats if there are none. */
export function listRecords(source: DatasetSource, said: SaidOfSignals = {}): DatasetContents {
  const { files, others, unreadable } = filesByFormat(source);
  // In the order of the formats: of a recording and a table of it under the same name, the recording is read.
  const listings = FORMATS.flatMap((format) => {
    const own = files.get(format);
    return own === undefined ? [] : [format.list(source, own, said)];
  });
  const found = listings.flatMap((listing) => listing.records);
  const unusable = listings.flatMap((listing) => listing.unusable);
  if (found.length === 0) throw unknownFormat(source, [...unreadable, ...unusable]);
  const records = new Map<string, ListedRecord>();
  const unnamed: SkippedRecord[] = [];
  for (const record of found) {
    if (!isPlainName(record.name)) unnamed.push({ record: record.file, reason: `its name must ${NAME_RULE}` });
    else {
      const first = records.get(record.name);
      if (first === undefined) records.set(record.name, record);
      else unnamed.push({ record: record.file, reason: `the record ${record.name} is read from ${first.file}` });
    }
  }
  return {
    records: new Map([...records].sort(([a], [b]) => (a < b ? -1 : 1))),
    order: orderOf(listings),
    skipped: [...unreadable, ...unnamed, ...unusable],
    recordFiles: found.map(({ file }) => file),
    recognised: recogniseFiles(source, others).filter(({ isCompanion }) => !isCompanion),
  };
}

function orderOf(listings: readonly RecordListing[]): string[] {
  const names = listings.flatMap(({ order, records }) => order ?? records.map(({ name }) => name).sort());
  return [...new Set(listings.some(({ order }) => order !== undefined) ? names : names.sort())];
}

interface FilesByFormat {
  files: Map<EcgFormat, string[]>;
  /** Taken by none. */
  others: string[];
  unreadable: SkippedRecord[];
}

function filesByFormat(source: DatasetSource): FilesByFormat {
  const files = new Map<EcgFormat, string[]>();
  const others: string[] = [];
  const unreadable: SkippedRecord[] = [];
  for (const file of source.files) {
    if (LABEL_SOURCES.some((labels) => labels.preference(file) !== undefined)) continue;
    try {
      const format = FORMATS.find((one) => one.detect(file, source));
      if (format === undefined) {
        others.push(file);
        continue;
      }
      const own = files.get(format);
      if (own === undefined) files.set(format, [file]);
      else own.push(file);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'damaged')) throw error;
      unreadable.push({ record: file, reason: error.message });
    }
  }
  return { files, others, unreadable };
}

function unknownFormat(source: DatasetSource, unreadable: readonly SkippedRecord[]): AppError {
  const known = FORMATS.map(({ name, recordFiles }) => `${name}: ${recordFiles}`).join('; ');
  const first = unreadable[0] === undefined ? '' : ` ${unreadable[0].record}: ${unreadable[0].reason}`;
  const orphans = FORMATS.flatMap(({ orphans: parts }) => {
    const found = [...source.files].filter((file) => parts?.isOne(file, source));
    return parts === undefined || found.length === 0 ? [] : [` ${parts.are}: ${found.length}, such as ${found[0]}.`];
  });
  const [recognised, ...others] = recogniseFiles(source, [...source.files]).map(kindSentence);
  if (source.kind === 'file' && recognised !== undefined && unreadable.length === 0) {
    return new AppError('bad-input', recognised);
  }
  const kinds = [...(recognised === undefined ? [] : [recognised]), ...others]
    .slice(0, MOST_KINDS)
    .map((text) => ` ${text}`);
  const text = `${source.path} holds no ECG records in a format that can be imported (${known}).${first}${orphans.join('')}${kinds.join('')}`;
  return new AppError('bad-input', text, { unreadable: unreadable.slice(0, MOST_KINDS) });
}
