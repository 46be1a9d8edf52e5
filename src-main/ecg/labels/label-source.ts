import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { CodeList } from './stated-words.ts';

/**
 * One kind of label file, within a dataset or given in addition to it. A source is one file in this folder and one line in
 * index.ts. It says what the file says, in the file's own words; which class a word stands for is settled in to-classes.ts.
 */
export interface LabelSource {
  /** With the extension of its files, in lower case: `table of labels (.csv)`. */
  name: string;
  /** The names of its files within a dataset, for messages; empty if it is only given in addition to one. */
  fileNames: readonly string[];
  /** What it reads, in sentences for docs/file-formats.md. */
  reads: string;
  /** How strongly a file within a dataset is preferred to other label files; undefined if it is not of this kind. */
  preference(file: string): number | undefined;
  /** Whether it reads a file of this name that is given in addition to the dataset. */
  accepts(path: string): boolean;
  /** Throws AppError('bad-input' | 'damaged') that names the file and what is wrong where it cannot be read. */
  read(bytes: Buffer, fileName: string, records: RecordsToLabel): GivenLabels;
}

/** Labels that lie in a dataset without a file of their own; looked for in this order where it has no label file. */
export interface InherentLabels {
  /** `names of the folders` */
  name: string;
  reads: string;
  /** Undefined where the dataset has none of the kind. */
  find(source: DatasetSource, records: RecordsToLabel): GivenLabels | undefined;
}

/** The records that labels are for, as far as they are known before any is read. */
export interface RecordsToLabel {
  /** In the order of the dataset, absent ones included. */
  order: readonly string[];
  /** The file of each record that is there. */
  files: ReadonlyMap<string, string>;
  /** The record that a file means: by name, `name.mat`, `folder/name` or in other letter case; undefined if none fits. */
  find(written: string): string | undefined;
  /** Whether a word stands for a class, by what the person said or what the program knows. */
  isClass(word: string): boolean;
  /** Every word is a class, since the person lets the labels' own words be the classes. */
  anyWord: boolean;
  /** The column that holds the labels, by its title or its position from 1, if the person named one. */
  column: string | undefined;
}

export interface GivenLabels {
  /** By record; by what the file calls it where there is no such record. */
  said: Map<string, SaidOfRecord>;
  /** Why a record has no label. */
  unusable: Map<string, string>;
  /** The records by position, for files that refer to them by position. */
  positions: RecordPositions;
  /** The list that its codes are of, before the words that everybody uses. */
  codes?: CodeList;
  /** Whose each record is, where it says so: all of a patient's records go into one split. */
  patients?: ReadonlyMap<string, string>;
  /** The split that its publisher recommends. */
  splits?: PublishedSplit;
  /** Which of its columns was read, for provenance. */
  column?: string;
}

export interface PublishedSplit {
  ofRecord: ReadonlyMap<string, Split>;
  /** Where it comes from, in a sentence for the notes of an import. */
  note: string;
}

export interface SaidOfRecord {
  /** At least one; several where several findings are given. */
  words: readonly string[];
  /** `labels.csv, line 4` */
  where: string;
}

/** Labels as classes. */
export interface Labels {
  /** What they are positions in. */
  classes: ClassList;
  labels: Map<string, ClassIndex>;
  /** Why a listed record has no label. */
  unusable: Map<string, string>;
  /** What was taken for what, and what stands for no class, in sentences. */
  notes: string[];
  /** What would give all labels a class, if the person confirms it. */
  supposed?: ReadingOptions;
}

/** Which record a position in an array refers to, counted from 0. */
export interface RecordPositions {
  count: number;
  recordAt(index: number): string;
}

export function positionsInOrder(order: readonly string[]): RecordPositions {
  return { count: order.length, recordAt: (index) => order[index] ?? '' };
}
