import { classArray } from './class-array.ts';
import { folderNames } from './folder-names.ts';
import { headerDiagnoses } from './header-diagnoses.ts';
import { labelTable } from './label-table.ts';
import { parquetColumn } from './parquet-column.ts';
import type { InherentLabels, LabelSource } from './label-source.ts';

/** Every kind of label file. A file given in addition to the dataset is read by the first one that accepts it. */
export const LABEL_SOURCES: readonly LabelSource[] = [classArray, labelTable];

/** Where labels are looked for in a dataset without a label file, the first that has any. */
export const INHERENT_LABELS: readonly InherentLabels[] = [headerDiagnoses, parquetColumn, folderNames];
