import { parquetWriteBuffer } from 'hyparquet-writer';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAtDataset } from '../../../src-main/ecg/dataset/look/look-at-dataset.ts';
import { readDataset, type ReadDatasetOptions } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { readParquetTable } from '../../../src-main/ecg/parquet/read-parquet-table.ts';
import { readParquet } from '../../../src-main/ecg/parquet/read-parquet.ts';
import { recordsInParquet } from '../../../src-main/ecg/formats/parquet/records-in.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { cincRecord, someSamples } from '../../helpers/cinc-files.ts';
import { mutated, randomNumbers } from '../../helpers/fuzz/mutate.ts';
import { folderOf } from '../../helpers/folder-of.ts';

type Writing = Parameters<typeof parquetWriteBuffer>[0];
const written = (options: Writing): Buffer => Buffer.from(parquetWriteBuffer(options));

/** A column of lists, `depth` of them within each other. */
function lists(name: string, depth: number): NonNullable<Writing['schema']> {
  const levels = Array.from({ length: depth }, (_, i) => [
    { name: i === 0 ? name : 'element', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' } as const,
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 } as const,
  ]);
  return [...levels.flat(), { name: 'element', repetition_type: 'OPTIONAL', type: 'DOUBLE' }];
}

const rowsWith = (columns: NonNullable<Writing['schema']>, count = 1): NonNullable<Writing['schema']> => [
  { name: 'root', num_children: count },
  ...columns,
];

/** By record: rate, and name, unit and values of each signal. */
function read(bytes: Buffer, said: SaidOfSignals = {}) {
  const { count, record } = recordsInParquet(readParquet(bytes, 'x.parquet'), said, 'x.parquet');
  return Array.from({ length: count }, (_, i) => {
    const { rateHz, signals } = record(i);
    return [rateHz, ...signals.map(({ name, unit, values }) => [name, unit, [...Array.from(values)]])];
  });
}

describe('a Parquet file', () => {
  it('with a column for each lead is one record, with rate and units as titles say', () => {
    const times = [0, 0.004, 0.008, 0.012];
    const bytes = written({
      columnData: [
        { name: 'time', data: times, type: 'DOUBLE' },
        { name: 'II (mV)', data: [0.1, null, 0.3, 0.4], type: 'DOUBLE' },
        { name: 'V1', data: [1n, 2n, 2n, 2n], type: 'INT64' },
        { name: 'remark', data: ['a', 'b', 'c', 'd'] },
      ],
    });
    expect(read(bytes)).toEqual([[250, ['II', 'mV', [0.1, Number.NaN, 0.3, 0.4]], ['V1', undefined, [1, 2, 2, 2]]]]);
  });

  it('keeps the evenness of times that count nanoseconds since 1970', () => {
    const data = Array.from({ length: 50 }, (_, i) => 1_700_000_000_000_000_000n + BigInt(i) * 2_000_000n);
    const schema: Writing['schema'] = [
      { name: 'root', num_children: 2 },
      {
        name: 'at',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' },
      },
      { name: 'I', type: 'INT32', repetition_type: 'REQUIRED' },
    ];
    const bytes = written({
      columnData: [
        { name: 'at', data: data },
        { name: 'I', data: data.map((_, i) => i) },
      ],
      schema,
    });
    expect(read(bytes)[0]?.[0]).toBe(500);
  });

  it('with lists has a record in each row, of any length, of several row groups', () => {
    const bytes = written({
      columnData: [
        { name: 'ecg', data: [[1, 2, 3], [4, null], [5]] },
        { name: 'fs', data: [500, 250, 250] },
      ],
      schema: rowsWith([...lists('ecg', 1), { name: 'fs', type: 'INT32', repetition_type: 'REQUIRED' }], 2),
      rowGroupSize: 2,
    });
    expect(read(bytes)).toEqual([
      [500, [undefined, undefined, [1, 2, 3]]],
      [250, [undefined, undefined, [4, Number.NaN]]],
      [250, [undefined, undefined, [5]]],
    ]);
  });

  it('with lists of lists has leads in them, as --layout says', () => {
    const data = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
    ];
    const bytes = written({ columnData: [{ name: 'x', data }], schema: rowsWith(lists('x', 2)) });
    expect(read(bytes, { layout: 'NLT', columns: ['I', 'II'] })[1]).toEqual([
      undefined,
      ['I', undefined, [7, 8, 9]],
      ['II', undefined, [10, 11, 12]],
    ]);
    expect(read(bytes, { layout: 'NTL', columns: ['-', '-', 'V1'] })[0]).toEqual([
      undefined,
      ['V1', undefined, [3, 6]],
    ]);
    expect(() => read(bytes)).toThrow(/lists of lists in each row: say what they are with --layout NLT/);
    expect(() => read(bytes, { layout: 'NLT' })).toThrow(/2 leads without names: say --columns/);
  });

  it('is refused with its numbers where it announces more than ten times its size', () => {
    const data = new Float64Array(100_000);
    const bytes = written({ columnData: [{ name: 'I', data: Array.from(data), type: 'DOUBLE' }], codec: 'SNAPPY' });
    expect(bytes.length).toBeLessThan(9000);
    expect(() => read(bytes)).toThrow(
      /^x\.parquet announces \d+ numbers in I, \d+ bytes, over ten times its own \d+ bytes$/,
    );
  });

  it('is read by the columns that --columns names by their titles, with the times that it has', () => {
    const bytes = written({
      columnData: [
        { name: 'time', data: [0, 0.01, 0.02], type: 'DOUBLE' },
        { name: 'temperature', data: [36, 36, 36], type: 'INT32' },
        { name: 'II (mV)', data: [0.1, 0.2, 0.3], type: 'DOUBLE' },
        { name: 'V1', data: [1, 2, 3], type: 'INT32' },
      ],
    });
    expect(read(bytes, { columns: ['v1', 'II'] })).toEqual([
      [100, ['II', 'mV', [0.1, 0.2, 0.3]], ['V1', undefined, [1, 2, 3]]],
    ]);
    expect(read(bytes, { columns: ['II (mV)'] })[0]).toHaveLength(2);
    expect(() => read(bytes, { columns: ['II', 'V9'] })).toThrow(
      'x.parquet has 4 columns, but --columns names 2: name each, or some by their titles (time, temperature, II (mV), V1)',
    );
    const data = [[1, 2, 3], [4]];
    const inRows = written({
      columnData: ['I', 'II', 'r_peaks'].map((name) => ({ name, data })),
      schema: rowsWith([...lists('I', 1), ...lists('II', 1), ...lists('r_peaks', 1)], 3),
    });
    expect(read(inRows, { columns: ['II'] })[0]).toEqual([undefined, ['II', undefined, [1, 2, 3]]]);
    expect(() => read(inRows, { columns: ['V9'] })).toThrow(/3 columns of lists, .*\(I, II, r_peaks\)/);
  });

  it('that is cut off is refused by name', () => {
    const bytes = written({ columnData: [{ name: 'I', data: [1, 2, 3], type: 'DOUBLE' }] });
    expect(() => readParquet(bytes.subarray(0, 60), 'x.parquet')).toThrow(
      /^x\.parquet cannot be read as Parquet: its description is damaged/,
    );
  });

  describe('with labels', () => {
    const names = ['A00001', 'A00002', 'A00003', 'A00004'];
    const ofNames = names.flatMap((name, i) => cincRecord(name, someSamples(20, i + 1)));
    const table = (columnData: Writing['columnData']): Buffer => written({ columnData });
    const classes = async (path: string, options: ReadDatasetOptions = {}) => {
      const { records, labelsFile, labelsColumn, notes } = await readDataset(path, options);
      const found = [];
      for await (const { label } of records) found.push('NAO~'[label]);
      return { letters: found.join(''), labelsFile, labelsColumn, notes };
    };

    it('is a table of them, with names, or in the order of the records, or with a column for each class', async () => {
      const label = { name: 'rhythm', data: ['normal', 'afib', 'other', null] };
      const record = { name: 'file', data: names.map((name) => `a/${name}.mat`) };
      const beside = table([record, { name: 'age', data: [60, 61, 62, 63], type: 'INT32' }, label]);
      const given = await classes(folderOf([...ofNames, { name: 'labels.parquet', data: beside }]));
      expect(given).toMatchObject({ letters: 'NAO', labelsFile: 'labels.parquet', labelsColumn: 'column rhythm' });
      const numbers = table([{ name: 'y', data: [0n, 1n, 2n, 3n], type: 'INT64' }]);
      const elsewhere = join(folderOf([{ name: 'meta.pq', data: numbers }]), 'meta.pq');
      expect((await classes(folderOf(ofNames), { labelsPath: elsewhere })).letters).toBe('NAO~');
      const hot = ['N', 'A', 'O'].map((name, c) => ({
        name,
        data: names.map((_, i) => i % 3 === c),
        type: 'BOOLEAN' as const,
      }));
      const inFolder = folderOf([...ofNames, { name: 'hot.parquet', data: table([record, ...hot]) }]);
      expect((await classes(inFolder, { labelsPath: join(inFolder, 'hot.parquet') })).letters).toBe('NAON');
      expect((await lookAtDataset(inFolder, { labelsPath: join(inFolder, 'hot.parquet') })).asks).toEqual([]);
    });

    it('may hold them beside the signals', async () => {
      const waves = Array.from({ length: 4 }, (_, i) =>
        Array.from({ length: 300 }, (_, t) => ((t + 7 * i) % 50) / 100),
      );
      const data = written({
        columnData: [
          { name: 'ecg', data: waves },
          { name: 'fs', data: [300, 300, 300, 300] },
          { name: 'diagnosis', data: ['AFIB', 'SR', 'AFIB', 'SR'] },
        ],
        schema: rowsWith(
          [
            ...lists('ecg', 1),
            { name: 'fs', type: 'INT32', repetition_type: 'REQUIRED' },
            { name: 'diagnosis', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          ],
          3,
        ),
      });
      const said = { unit: 'mV' };
      expect(await classes(folderOf([{ name: 'train.parquet', data }]), { said })).toMatchObject({
        letters: 'ANAN',
        labelsFile: 'columns of labels beside the signals (.parquet)',
        labelsColumn: 'column diagnosis',
      });
      await expect(
        classes(folderOf([{ name: 'train.parquet', data }]), { said, labelColumn: 'rhythm' }),
      ).rejects.toThrow(/train\.parquet has no column "rhythm"; its columns are: .*diagnosis/);
    });

    it('that is damaged is read or refused clearly', () => {
      const bytes = table([
        { name: 'record', data: names },
        { name: 'label', data: ['N', 'A', 'A', null] },
        { name: 'n', data: [1, 2, 3, 4], type: 'INT32' },
      ]);
      for (let seed = 0; seed < 300; seed++) {
        try {
          readParquetTable(readParquet(mutated(bytes, randomNumbers(seed)), 'x.parquet'), 'x.parquet');
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/damaged|bad-input/) as string });
        }
      }
    });
  });

  it('is imported, each row under the file’s name and its number', async () => {
    const wave = Array.from({ length: 300 }, (_, i) => (i % 50) / 100);
    const data = written({
      columnData: [{ name: 'ecg', data: [wave, wave.slice(0, 200)] }],
      schema: rowsWith(lists('ecg', 1)),
    });
    const path = folderOf([
      { name: 'set.parquet', data },
      { name: 'labels.csv', data: 'set_00001,N\nset_00002,A\n' },
    ]);
    const reading = await readDataset(path, { said: { rateHz: 300, unit: 'mV' } });
    const records = [];
    for await (const { name, label, samples } of reading.records) records.push([name, label, samples.length]);
    expect(records).toEqual([
      ['set_00001', 0, 300],
      ['set_00002', 1, 200],
    ]);
  });
});
