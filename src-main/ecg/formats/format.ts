import { counted } from '../../../src-shared/format/counted.ts';
import type { DatasetSource } from '../source/open-dataset.ts';

/**
 * One file format of ECG records. A format is one file in this folder and one line in index.ts: the importer, its messages
 * and docs/file-formats.md know it only through this descriptor.
 */
export interface EcgFormat {
  name: string;
  /** The files by which people recognise it, for messages: `headers (.hea)`. */
  recordFiles: string;
  holds: FormatContents;
  /**
   * Whether a file of the dataset belongs to this format: a file that holds records, or one that goes with such a file
   * (signals, a list of records), so that no other format takes it. Judged by its name where that is enough, else by
   * `source.readStart`; whole files are not read here. Called for every file that no earlier format took, except label
   * files. An AppError('damaged') leaves out this file only, and names it to the person.
   */
  detect(file: string, source: DatasetSource): boolean;
  orphans: Orphans;
  /** The records in its own files (sorted; at least one), before any signal is read. */
  list(source: DatasetSource, files: readonly string[]): RecordListing;
}

/** Files that look like a part of a record whose other part is missing. */
export interface Orphans {
  /** In words, for a list of them: `Signal files without a header (.hea)`. */
  are: string;
  isOne(file: string, source: DatasetSource): boolean;
}

/** What a format can hold, in words for docs/file-formats.md. */
export interface FormatContents {
  recordsPerFile: 'one' | 'several';
  leadsPerRecord: 'one' | 'several';
  /** Which encodings are read, and where sampling rate and gain come from, in sentences. */
  signals: string;
}

export interface RecordListing {
  /**
   * Records that can be read, in any order. Names may repeat: the first file of a name is used, the others are listed.
   */
  records: readonly ListedRecord[];
  /** Records that are already known to be unusable, and why. */
  unusable: readonly SkippedRecord[];
  /**
   * The names in the order that the dataset itself gives, including those whose files are absent: arrays of labels
   * follow it. Left out if the dataset gives no order; then it is alphabetical.
   */
  order?: readonly string[];
}

export interface ListedRecord {
  name: string;
  /** The file of the source that it is listed in. */
  file: string;
  /**
   * What it holds, before any sample is decoded. Throws AppError('damaged') that names the file and the cure; the record
   * is then skipped and listed with that reason. A format with several records per file caches what it parsed between
   * calls.
   */
  open(): OpenedRecord;
}

/** A record whose signals can be read one by one. */
export interface OpenedRecord {
  /** All that the file describes, in its order; at least one. */
  signals: readonly ListedSignal[];
  /** How the samples are stored, for example `WFDB format 16, MATLAB v4`. */
  sourceFormat: string;
  /** What in the file tells who the patient is: `name`, `date of birth`, `comments`: the kinds, never the values. */
  identifying: readonly string[];
  /** What a person should know even though the record was read. */
  remarks: readonly Remark[];
}

export interface ListedSignal {
  /** The lead as the file names it; undefined if it does not. */
  name: string | undefined;
  /** Whether its unit is a voltage; false where that is not known. */
  isVoltage: boolean;
  /** Why it cannot be read, if what the file says about it tells that already. */
  problem?: string | undefined;
  /** Throws AppError('damaged') with a reason: a signal that cannot be read does not lose the others. */
  read(): SignalSamples;
}

export interface SignalSamples {
  /** ADC units, physical zero at 0. What does not fit into 16 bits is scaled by the importer, not by the format. */
  samples: Int16Array | Int32Array;
  samplingHz: number;
  unitsPerMv: number;
  /** Where no sample was stored, in order and apart from each other; `samples` is 0 there. */
  missing: readonly Stretch[];
  remarks?: readonly Remark[];
}

/** Samples from `from` to before `to`. */
export interface Stretch {
  from: number;
  to: number;
}

/** A sentence about all records of an import that have the same remark (the same function). */
export type Remark = (records: number) => string;

/** A record that was left out, and why, in words for the person who imports. */
export interface SkippedRecord {
  record: string;
  reason: string;
}

/** `1 record has`, `2 records have`. */
export function countedRecords(count: number, one: string, many: string): string {
  return counted(count, `record ${one}`, `records ${many}`);
}
