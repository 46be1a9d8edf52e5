import { readParquetTable } from '../parquet/read-parquet-table.ts';
import { readParquet, type ParquetFile } from '../parquet/read-parquet.ts';
import { baseName } from '../source/file-name.ts';
import { labelsInRows } from './label-table.ts';
import type { GivenLabels, InherentLabels, RecordsToLabel } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';
import { LABEL_TITLE } from './table-columns.ts';

const MAX_BYTES = 1024 ** 3;

/** Labels beside the signals, in Parquet files with a record in each row, as people publish them for machine learning. */
export const parquetColumn: InherentLabels = {
  name: 'columns of labels beside the signals (.parquet)',
  reads:
    'In Parquet files with a record in each row: the column called `label`, `class`, `rhythm`, `diagnosis` or the like, the one of ' +
    '`--label-column`, or a column of 0 and 1 for each class.',
  find: (source, asked) => {
    const byFile = Map.groupBy(asked.files, ([, file]) => file);
    const found = [...byFile].flatMap(([file, records]) => {
      if (!/\.(?:parquet|pq)$/i.test(file)) return [];
      const parquet = readParquet(source.read(file, MAX_BYTES), baseName(file));
      if (parquet.rows !== records.length || !hasLabels(parquet, asked)) return [];
      const [titles, ...rows] = readParquetTable(parquet, file);
      // Records are called by their rows, in this order.
      const names = records.map(([name]) => name).sort();
      const named = rows.map(({ cells, line }, i) => ({ cells: [names[i] ?? '', ...cells], line }));
      return [labelsInRows([{ cells: ['record', ...(titles?.cells ?? [])], line: 0 }, ...named], file, asked)];
    });
    const [first] = found;
    return first === undefined ? undefined : { ...first, ...together(found), positions: positionsInOrder(asked.order) };
  },
};

function hasLabels({ plain }: ParquetFile, { column, isClass }: RecordsToLabel): boolean {
  return column !== undefined || plain.some((title) => LABEL_TITLE.test(title)) || plain.filter(isClass).length > 1;
}

function together(found: readonly GivenLabels[]): Pick<GivenLabels, 'said' | 'unusable' | 'patients'> {
  return {
    said: new Map(found.flatMap(({ said }) => [...said])),
    unusable: new Map(found.flatMap(({ unusable }) => [...unusable])),
    patients: new Map(found.flatMap(({ patients = new Map<string, string>() }) => [...patients])),
  };
}
