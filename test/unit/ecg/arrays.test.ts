import { deflateSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { recordsIn } from '../../../src-main/ecg/formats/arrays/records-in.ts';
import { readMatlab5 } from '../../../src-main/ecg/formats/arrays/read-matlab5.ts';
import { readNumpy } from '../../../src-main/ecg/formats/arrays/read-numpy.ts';
import { writeNpy, type NpyData } from '../../../src-main/ecg/numpy/npy.ts';
import { npyTexts } from '../../../src-main/ecg/numpy/npy-texts.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { folderOf } from '../../helpers/folder-of.ts';
import { cellMatrix, charMatrix, matlab5, numberMatrix, structMatrix } from '../../helpers/write-matlab5.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

/** By record: name and values of each signal. */
function read(bytes: Buffer, said: SaidOfSignals = {}) {
  const file = bytes.toString('latin1', 0, 6) === 'MATLAB' ? readMatlab5(bytes, 'x') : readNumpy(bytes, 'x');
  const { count, record } = recordsIn(file, said, 'x');
  return Array.from({ length: count }, (_, i) =>
    record(i).signals.map(({ name, values }) => [name, [...Array.from(values)]]),
  );
}

const npy = (shape: number[], data: NpyData): Buffer => writeNpy({ shape, data });
const NUMBERS = Int16Array.from({ length: 12 }, (_, i) => i);
const I_II = ['I', 'II'];

describe('NumPy arrays', () => {
  it('are one record or one in each row, with axes as said', () => {
    expect(read(npy([12], NUMBERS))).toEqual([[[undefined, [...NUMBERS]]]]);
    expect(read(npy([1, 12], NUMBERS))).toEqual([[[undefined, [...NUMBERS]]]]);
    expect(read(npy([3, 4], NUMBERS), { layout: 'NT' })[2]).toEqual([[undefined, [8, 9, 10, 11]]]);
    expect(read(npy([6, 2], NUMBERS), { layout: 'TL', columns: I_II })).toEqual([
      [
        ['I', [0, 2, 4, 6, 8, 10]],
        ['II', [1, 3, 5, 7, 9, 11]],
      ],
    ]);
    expect(read(npy([2, 2, 3], NUMBERS), { layout: 'NLT', columns: I_II })[1]).toEqual([
      ['I', [6, 7, 8]],
      ['II', [9, 10, 11]],
    ]);
    expect(read(npy([2, 3, 2], NUMBERS), { layout: 'NTL', columns: ['-', 'II'] })[1]).toEqual([['II', [7, 9, 11]]]);
  });

  it('are read in Fortran order too', () => {
    const bytes = npy([3, 4], NUMBERS);
    const fortran = Buffer.from(bytes.toString('latin1').replace('False', 'True '), 'latin1');
    expect(read(fortran, { layout: 'NT' })[0]).toEqual([[undefined, [0, 3, 6, 9]]]);
  });

  it.each([
    [[3, 4], {}, /shape \(3, 4\): say what its axes are: --layout NT .*TL .* or LT/],
    [[3, 2, 2], {}, /--layout NTL \(records, samples, leads\) or NLT/],
    [[3, 4], { layout: 'NTL' }, /which is not --layout NTL of 3 axes/],
    [[2, 6], { layout: 'LT' }, /2 leads without names: say --columns/],
    [[2, 6], { layout: 'LT', columns: ['I'] }, /2 leads, but --columns names 1/],
  ] as [number[], SaidOfSignals, RegExp][])('of shape %j are refused with %j', (shape, said, message) => {
    expect(() => read(npy(shape, NUMBERS), said)).toThrow(message);
  });

  it('of an archive: the signals by name, beside them rate, unit and leads', () => {
    const data = zipBytes([
      { name: 'x.npy', data: npy([2, 6], NUMBERS), deflate: true },
      { name: 'y.npy', data: npy([2], Int16Array.of(0, 1)) },
      { name: 'fs.npy', data: npy([], Float64Array.of(250)) },
      { name: 'units.npy', data: writeNpy(npyTexts([], ['mV'])) },
      { name: 'leads.npy', data: writeNpy(npyTexts([2], I_II)) },
    ]);
    const { record } = recordsIn(readNumpy(data, 'x.npz'), { layout: 'LT' }, 'x.npz');
    expect(record(0)).toMatchObject({ rateHz: 250, sourceFormat: 'NumPy .npz' });
    expect(record(0).signals.map(({ name, unit }) => [name, unit])).toEqual([
      ['I', 'mV'],
      ['II', 'mV'],
    ]);
    const two = zipBytes(['a', 'b'].map((name) => ({ name: `${name}.npy`, data: npy([12], NUMBERS) })));
    expect(() => read(two)).toThrow(/several arrays \(a of shape \(12\), b of shape \(12\)\)/);
  });

  it('are imported with labels of the same order, which are no record', async () => {
    const path = folderOf([
      { name: 'ecgs.npy', data: npy([3, 4], Int16Array.from([1, 2, 3, 4, 5, 6, 7, 9, 9, 8, 7, 6])) },
      { name: 'y.npy', data: npy([3, 1], Int16Array.of(0, 1, 2)) },
    ]);
    const said = { layout: 'NT', rateHz: 300, unit: 'µV' } as const;
    const reading = await readDataset(path, { labelsPath: join(path, 'y.npy'), said });
    const records = [];
    for await (const { name, label, samples, unitsPerMv } of reading.records)
      records.push([name, label, [...samples], unitsPerMv]);
    expect(records).toEqual([
      ['ecgs_00001', 0, [1, 2, 3, 4], 1000],
      ['ecgs_00002', 1, [5, 6, 7, 9], 1000],
      ['ecgs_00003', 2, [9, 8, 7, 6], 1000],
    ]);
    writeFileSync(join(path, 'labels.csv'), 'ecgs_00001,N\n');
    await expect(readDataset(path)).rejects.toThrow(
      /ecgs\.npy holds an array of shape \(3, 4\): say what its axes are/,
    );
  });
});

describe('MATLAB v5', () => {
  const val = numberMatrix('val', [2, 3], [1, 4, 2, 5, 3, 6]);

  it('is read packed or not, in either byte order: rows of val are leads', () => {
    const expected = [
      [
        ['I', [1, 2, 3]],
        ['II', [4, 5, 6]],
      ],
    ];
    expect(read(matlab5([val]), { columns: I_II })).toEqual(expected);
    const packed = deflateSync(val);
    const tag = Buffer.alloc(8);
    tag.writeUInt32LE(15, 0);
    tag.writeUInt32LE(packed.length, 4);
    expect(read(matlab5([Buffer.concat([tag, packed])]), { columns: I_II })).toEqual(expected);
  });

  it('gives what a struct holds: matrix, rate, unit and names', () => {
    const ecg = structMatrix('ECG', {
      data: numberMatrix('', [2, 3], [1, 4, 2, 5, 3, 6]),
      fs: numberMatrix('', [1, 1], [500]),
      units: charMatrix('', 'mV'),
      leads: charMatrix('', 'I \nII'),
    });
    const { record } = recordsIn(readMatlab5(matlab5([ecg]), 'x'), { layout: 'LT' }, 'x');
    expect(record(0).rateHz).toBe(500);
    expect(record(0).signals.map(({ name, unit, values }) => [name, unit, [...Array.from(values)]])).toEqual([
      ['I', 'mV', [1, 2, 3]],
      ['II', 'mV', [4, 5, 6]],
    ]);
  });

  it('reads cells of recordings of one length as rows, and refuses others with the way to save them', () => {
    const cell = (...values: number[]) => numberMatrix('', [1, values.length], values);
    const even = readMatlab5(matlab5([cellMatrix('X', [cell(1, 2, 3), cell(4, 5, 6)])]), 'x.mat');
    const { count, record } = recordsIn(even, { layout: 'NT' }, 'x.mat');
    expect([count, record(1).signals[0]?.values]).toEqual([2, Float64Array.of(4, 5, 6)]);
    const uneven = matlab5([cellMatrix('X', [cell(1, 2, 3), cell(4, 5)])]);
    expect(() => readMatlab5(uneven, 'x.mat')).toThrow(/x.mat holds recordings of different lengths.*x = X\{i\}/);
    // Beside a matrix they are of no matter.
    expect(readMatlab5(matlab5([val, cellMatrix('X', [cell(1, 2, 3), cell(4, 5)])]), 'x.mat').arrays).toHaveLength(1);
  });

  it('is refused where it is cut off', () => {
    const whole = matlab5([val]);
    for (const bytes of [100, 130, 150, whole.length - 8]) {
      expect(() => read(whole.subarray(0, bytes), { columns: I_II })).toThrow(
        /x (?:is|has|holds|announces)|not a NumPy/,
      );
    }
  });
});
