import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { OpenedRecord } from './record/opened-record.ts';

export { countedRecords } from './record/opened-record.ts';
export type { ListedSignal, OpenedRecord, Remark, SignalSamples, Stretch } from './record/opened-record.ts';

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
  /** Left out where a record is always one file. */
  orphans?: Orphans;
  /**
   * The records in its own files (sorted; at least one), before any signal is read.
   * @param said what the person says of files that do not say it themselves
   */
  list(source: DatasetSource, files: readonly string[], said?: SaidOfSignals): RecordListing;
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

/** A record that was left out, and why, in words for the person who imports. */
export interface SkippedRecord {
  record: string;
  reason: string;
  /** What would let it be read, if the person confirms it. */
  supposed?: ReadingOptions;
}
