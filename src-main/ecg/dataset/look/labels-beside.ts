import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { questionsIn } from '../../../../src-shared/datasets/looked-at-dataset.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { LABEL_SOURCES } from '../../labels/index.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { assignLabels } from '../assign-labels.ts';
import { listRecords } from '../list-records.ts';
import type { ReadDatasetOptions } from '../read-dataset.ts';
import { orNothing } from './or-nothing.ts';
import type { Supposition } from './suppose-signals.ts';

const LABEL_FILE = /\.(?:csv|tsv|txt|npy|parquet|pq)$/i;
const MOST_TRIED = 16;

/**
 * The label file that lies beside the folder or archive of the records: one that is called so, else the only table that has labels for
 * them. Undefined where there is none, or several.
 */
export function labelsBeside(source: DatasetSource, options: ReadDatasetOptions): Supposition<string> | undefined {
  const folder = dirname(source.path);
  const names = (orNothing(() => readdirSync(folder)) ?? [])
    .filter((name) => LABEL_FILE.test(name))
    .slice(0, MOST_TRIED);
  const contents = orNothing(() => listRecords(source, options.said));
  if (names.length === 0 || contents === undefined) return undefined;
  const fitting = names.flatMap((name) => {
    const labelsPath = join(folder, name);
    const preference = Math.max(...LABEL_SOURCES.map((one) => one.preference(name) ?? Number.NEGATIVE_INFINITY));
    try {
      assignLabels(source, contents, { ...options, labelsPath });
    } catch (error) {
      // Where only its words or columns are open, it is the file.
      if (questionsIn(AppError.from(error).message).length === 0) return [];
    }
    return [{ labelsPath, preference }];
  });
  const called = fitting.filter(({ preference }) => preference > Number.NEGATIVE_INFINITY);
  const [best, second] = called.length > 0 ? called.sort((a, b) => b.preference - a.preference) : fitting;
  if (best === undefined || (called.length === 0 && second !== undefined)) return undefined;
  return { value: best.labelsPath, because: 'it lies beside the records and has labels for them' };
}
