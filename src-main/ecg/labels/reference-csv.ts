import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { CLASS_CODES, isClassIndex } from '../../../src-shared/ecg.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { baseName } from '../source/file-name.ts';
import type { Labels, LabelSource } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';

/** The labels of CinC 2017: a line `record,label` for each record, within the dataset or given in addition to it. */
export const referenceCsv: LabelSource = {
  name: 'table of labels (.csv)',
  fileName: 'REFERENCE.csv',
  reads:
    'A line "record,label" for each record, the label N, A, O or ~. ' +
    'If a dataset has several, the one above the most records is used, then REFERENCE.csv before the highest ' +
    'version (REFERENCE-v3.csv) and that before the original.',
  preference: (file) => {
    const name = baseName(file);
    if (!/^REFERENCE.*\.csv$/i.test(name)) return undefined;
    // PhysioNet calls the newest REFERENCE.csv.
    if (/^REFERENCE\.csv$/i.test(name)) return Number.POSITIVE_INFINITY;
    return Number(/v(\d+)/i.exec(name)?.[1] ?? 0);
  },
  // The last of the list: a file that no other source accepts is taken for a table.
  accepts: () => true,
  read: readReferenceCsv,
};

/** Lines that cannot be used go to `unusable`; throws where no line can. */
function readReferenceCsv(bytes: Buffer, fileName: string, order: readonly string[]): Labels {
  const labels = new Map<string, ClassIndex>();
  const unusable = new Map<string, string>();
  for (const { record: row, info } of csvRows(bytes.toString('utf8'), fileName)) {
    const [name = '', code = ''] = row;
    const label = CLASS_CODES.findIndex((known) => known === code);
    const where = `${fileName}, line ${info.lines}`;
    if (name === '') continue;
    if (!isClassIndex(label)) {
      unusable.set(name, `its label "${excerpt(code)}" (${where}) is none of ${CLASS_CODES.join(', ')}`);
    } else if (labels.has(name) && labels.get(name) !== label) {
      unusable.set(name, `it has two different labels (the second in ${where})`);
    } else {
      labels.set(name, label);
    }
  }
  for (const name of unusable.keys()) labels.delete(name);
  if (labels.size === 0) {
    const text = `${fileName} holds no line such as "A00001,N": a record and its label, ${CLASS_CODES.join(', ')}.`;
    throw new AppError('bad-input', text);
  }
  return { labels, unusable, positions: positionsInOrder(order) };
}

const rowsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

function csvRows(text: string, fileName: string): z.infer<typeof rowsSchema> {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    // With `info` each row comes with its line number, which the package's types do not declare.
    return rowsSchema.parse(parse(text, options));
  } catch (cause) {
    // Its message would quote the file.
    const why = cause instanceof CsvError ? ` (${cause.code}, line ${String(cause['lines'])})` : '';
    throw new AppError('bad-input', `${fileName} is not comma-separated text${why}.`, undefined, { cause });
  }
}
