import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { readHdf5 } from '../../../src-main/ecg/formats/hdf5/read-hdf5.ts';
import { recordsIn } from '../../../src-main/ecg/formats/arrays/records-in.ts';
import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { hdf5File, matlab73 } from '../../helpers/ecg-files/hdf5-file.ts';
import { folderOf } from '../../helpers/folder-of.ts';

/** Of the first record: rate, and name, unit and values of each signal. */
function first(bytes: Buffer, said: SaidOfSignals = {}) {
  const { rateHz, signals } = recordsIn(readHdf5(bytes, 'x.h5'), said, 'x.h5').record(0);
  return [rateHz, ...signals.map(({ name, unit, values }) => [name, unit, [...Array.from(values)]])];
}

describe('MATLAB v7.3', () => {
  it('has the axes that MATLAB shows, and rate, unit and names of leads beside the matrix', () => {
    const val = { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] } as const;
    const one = { shape: [1, 1], values: [500] } as const;
    const bytes = matlab73({ val, fs: one, units: 'uV', leads: ['I', 'aVR'] });
    expect(readHdf5(bytes, 'x.mat').sourceFormat).toBe('MATLAB v7.3');
    expect(first(bytes)).toEqual([500, ['I', 'uV', [1, 2, 3]], ['aVR', 'uV', [4, 5, 6]]]);
  });

  it('has recordings of one length in cells as rows, and refuses others with the way to save them', () => {
    const cell = (...values: number[]) => ({ shape: [values.length, 1] as const, values });
    const many = Array.from({ length: 30 }, (_, i) => cell(i, i + 1, i + 2));
    const { count, record } = recordsIn(
      readHdf5(matlab73({ X: many, fs: cell(500) }), 'x.mat'),
      { layout: 'NT' },
      'x.mat',
    );
    expect([count, record(29).rateHz, [...Array.from(record(29).signals[0]?.values ?? [])]]).toEqual([
      ...[30, 500],
      [29, 30, 31],
    ]);
    const uneven = [cell(1, 2, 3), cell(4, 5)];
    expect(() => readHdf5(matlab73({ X: uneven }), 'x.mat')).toThrow(
      /^x\.mat holds recordings of different lengths, or tables, in cells\. Save each in a file of its own: for i = 1:numel\(X\)/,
    );
    // Beside a matrix they are something else, such as positions of beats.
    const val = { shape: [1, 4], values: [1, 2, 3, 4] } as const;
    expect(first(matlab73({ beats: uneven, val }))).toEqual([undefined, [undefined, undefined, [1, 2, 3, 4]]]);
  });

  it('is imported as v5 is: the first bytes tell which of them a .mat is', async () => {
    const values = Array.from({ length: 300 }, (_, i) => i % 50);
    const data = matlab73({ val: { shape: [1, 300], values } });
    const path = folderOf([
      { name: 'a.mat', data },
      { name: 'labels.csv', data: 'a,A\n' },
    ]);
    const reading = await readDataset(path, { said: { rateHz: 300, unit: 'µV' } });
    const records = [];
    for await (const { name, samples, sourceFormat } of reading.records)
      records.push([name, [...samples], sourceFormat]);
    expect(records).toEqual([['a', values, 'MATLAB v7.3']]);
  });
});

describe('HDF5', () => {
  it('is read row by row, in groups, packed, with what attributes say', () => {
    const bytes = hdf5File(({ file }) => {
      const group = file.create_group('lab');
      const data = Float32Array.of(1, 2, 3, 4, 5, 6);
      const ecg = group.create_dataset({ name: 'ecg', data, shape: [3, 2], chunks: [3, 1], compression: 'gzip' });
      ecg.create_attribute('leads', ['II', 'V5']);
      ecg.create_attribute('units', 'mV');
      group.create_attribute('sampling_rate', 250);
    });
    const named = { layout: 'TL' } as const;
    expect(first(bytes, named)).toEqual([250, ['II', 'mV', [1, 3, 5]], ['V5', 'mV', [2, 4, 6]]]);
  });

  it('takes the tracings of several arrays, one record in each row, and whole numbers of 64 bits', () => {
    const bytes = hdf5File(({ file }) => {
      file.create_dataset({ name: 'exam_id', data: BigInt64Array.of(7n, 8n) });
      file.create_dataset({ name: 'tracings', data: BigInt64Array.of(1n, 2n, 3n, -4n, -5n, -6n), shape: [2, 3] });
    });
    const { count, record } = recordsIn(readHdf5(bytes, 'x.h5'), { layout: 'NT' }, 'x.h5');
    expect([count, [...Array.from(record(1).signals[0]?.values ?? [])]]).toEqual([2, [-4, -5, -6]]);
  });

  it('is refused with its numbers where it announces more than ten times its size', () => {
    const bytes = hdf5File(({ file }) => {
      const ecg = file.create_dataset({
        name: 'ecg',
        data: Float64Array.of(1),
        shape: [1, 1],
        maxshape: [null, null],
        chunks: [1, 1],
      });
      ecg.resize([1_000_000, 1_000_000]);
    });
    expect(() => readHdf5(bytes, 'x.h5')).toThrow(
      /^x\.h5 announces 1000000 × 1000000 values of 8 bytes in ecg, with the rest over ten times its own \d+ bytes$/,
    );
  });

  it('reads nothing outside of itself', async () => {
    const outside = folderOf([
      {
        name: 'secret.h5',
        data: hdf5File(({ file }) => file.create_dataset({ name: 'ecg', data: Int16Array.of(1, 2, 3) })),
      },
    ]);
    const bytes = hdf5File(({ file }) => file.create_external_link(join(outside, 'secret.h5'), '/ecg', 'ecg'));
    expect(readHdf5(bytes, 'x.h5').arrays).toEqual([]);
  });

  it('comes to an end where groups hold each other', () => {
    const bytes = hdf5File(({ file }) => {
      file.create_dataset({ name: 'ecg', data: Int16Array.of(1, 2, 3) });
      const a = file.create_group('a');
      for (const name of ['b', 'c', 'd', 'e', 'f']) a.create_hard_link('/a', name);
    });
    expect(() => readHdf5(bytes, 'x.h5')).toThrow(/x\.h5 holds over 10\d\d objects/);
  });

  it('that is cut off is refused, and the next one is read', () => {
    const whole = hdf5File(({ file }) => file.create_dataset({ name: 'ecg', data: Int16Array.of(1, 2, 3) }));
    expect(() => readHdf5(whole.subarray(0, 700), 'x.h5')).toThrow('x.h5 is damaged: the HDF5 library cannot read it');
    expect(first(whole)).toEqual([undefined, [undefined, undefined, [1, 2, 3]]]);
  });
});
