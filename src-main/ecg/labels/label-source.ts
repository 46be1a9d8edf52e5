import type { ClassIndex } from '../../../src-shared/ecg.ts';

/**
 * One way in which the labels of a dataset are stored: in a file within the dataset, or in one given in addition to it.
 * A source is one file in this folder and one line in index.ts.
 */
export interface LabelSource {
  /** With the extension of its files, in lower case: `table of labels (.csv)`. */
  name: string;
  /** The name of its file within a dataset, for messages; undefined if it is only given in addition to one. */
  fileName: string | undefined;
  /** What it reads, in sentences for docs/file-formats.md. */
  reads: string;
  /** How strongly a file within a dataset is preferred to other label files; undefined if it is not of this kind. */
  preference(file: string): number | undefined;
  /** Whether it reads a file of this name that is given in addition to the dataset. */
  accepts(path: string): boolean;
  /**
   * Labels by record. `order` are the names of the records in the order of the dataset. Throws AppError('bad-input') that
   * names the file and what is wrong where no label can be used.
   */
  read(bytes: Buffer, fileName: string, order: readonly string[]): Labels;
}

export interface Labels {
  labels: Map<string, ClassIndex>;
  /** Why a listed record has no label. */
  unusable: Map<string, string>;
  /** The records by position, for files that refer to them by position. */
  positions: RecordPositions;
}

/** Which record a position in an array refers to, counted from 0. */
export interface RecordPositions {
  count: number;
  recordAt(index: number): string;
}

export function positionsInOrder(order: readonly string[]): RecordPositions {
  return { count: order.length, recordAt: (index) => order[index] ?? '' };
}
