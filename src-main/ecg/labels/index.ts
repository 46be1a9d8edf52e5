import { classArray } from './class-array.ts';
import type { LabelSource } from './label-source.ts';
import { referenceCsv } from './reference-csv.ts';

/** Every kind of label file. A file given in addition to the dataset is read by the first one that accepts it. */
export const LABEL_SOURCES: readonly LabelSource[] = [classArray, referenceCsv];
