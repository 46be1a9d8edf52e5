import { describe, expect, it } from 'vitest';
import { lookAtDataset } from '../../../src-main/ecg/dataset/look/look-at-dataset.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
import { join } from 'node:path';
import { writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { folderOf } from '../../helpers/folder-of.ts';

const table = (titles: string): string =>
  `${titles}\n${Array.from({ length: 20 }, (_, i) => `0.${i % 10},0.1`).join('\n')}\n`;

describe('a look at files before they are imported', () => {
  it('says what there is', async () => {
    const found = await lookAtDataset(folderOf(cincFiles('', 40)), {});
    expect(found).toMatchObject({
      ...{ records: 40, readable: found.tried, formats: ['WFDB format 16, MATLAB v4'], ratesHz: [300] },
      ...{ problems: [], asks: [], read: ['ECG'] },
    });
    expect(found.tried).toBeGreaterThan(5);
    expect(found.labels?.classes).toEqual(['Normal', 'AF', 'Other', 'Noise']);
  });

  it('asks what files and labels leave open and do not suggest, and no longer what was said', async () => {
    const labels = `record,label\n${Array.from({ length: 20 }, (_, i) => `r${i},${1 + (i % 2)}`).join('\n')}\n`;
    const path = folderOf([
      ...Array.from({ length: 20 }, (_, i) => ({ name: `r${i}.csv`, data: table('ECG 1,ECG 2') })),
      { name: 'labels.csv', data: labels },
    ]);
    const first = await lookAtDataset(path, {});
    expect(first).toMatchObject({ records: 20, readable: 0, labels: null });
    // One sentence of all the files, and one of the labels.
    expect(first.problems).toHaveLength(2);
    expect(first.asks.toSorted()).toEqual(['labelBase', 'rateHz', 'unit']);
    // 20 samples are of no usual length, and numbers up to 1 or 2 may count from either.
    expect(first.supposed).toEqual({ said: { unit: 'mV' } });
    const said = { said: { rateHz: 500, unit: 'mV' }, labelBase: 1 } as const;
    expect(await lookAtDataset(path, said)).toMatchObject({
      ...{ asks: ['lead'], supposed: { lead: 'ECG 1' }, labels: { file: 'labels.csv' }, read: ['ECG 1'] },
    });
    expect(await lookAtDataset(path, { ...said, lead: 'ECG 2' })).toMatchObject({
      ...{ asks: [], problems: [], leads: ['ECG 1', 'ECG 2'], read: ['ECG 2'], ratesHz: [500] },
    });
  });

  const wave = (length: number, least = 0): number[] =>
    Array.from({ length }, (_, i) => least + Math.exp(-((((i % 400) - 200) / 20) ** 2)));

  it('supposes what tables of numbers are, one answer after the other, and reads them so', async () => {
    const data = wave(5000).map((mv, i) => `${i / 500},${mv.toFixed(3)},${(mv / 2).toFixed(3)}`);
    const labels = `record,label\n${Array.from({ length: 4 }, (_, i) => `r${i},${i + 1}`).join('\n')}\n`;
    const tables = Array.from({ length: 4 }, (_, i) => ({ name: `r${i}.csv`, data: data.join('\n') }));
    const found = await lookAtDataset(folderOf([...tables, { name: 'labels.csv', data: labels }]), {});
    expect(found).toMatchObject({
      ...{ readable: 4, problems: [], ratesHz: [500], read: ['ECG 1'], leads: ['ECG 1', 'ECG 2'] },
      supposed: { said: { columns: ['time', 'ECG 1', 'ECG 2'], unit: 'mV' }, lead: 'ECG 1', labelBase: 1 },
    });
    expect(found.asks.toSorted()).toEqual(['columns', 'labelBase', 'lead', 'unit']);
    expect(Object.keys(found.because).toSorted()).toEqual(['columns', 'labelBase', 'lead', 'unit']);
  });

  it('supposes axes, rate and unit of an array, the labels beside it, and classes of words', async () => {
    const rows = Array.from({ length: 4 }, (_, i) => wave(5000, i / 100).map((mv) => Math.round(1000 * mv)));
    const array = writeNpy({ shape: [4, 5000], data: Float64Array.from(rows.flat()) });
    const folder = folderOf([
      { name: 'signals/ecg.npy', data: array },
      { name: 'diagnoses.csv', data: 'label\nMI\nNORM\nMI\nNORM\n' },
    ]);
    const found = await lookAtDataset(join(folder, 'signals'), {});
    expect(found).toMatchObject({
      ...{ records: 4, readable: 4, problems: [], ratesHz: [500], labels: { classes: ['MI', 'NORM'] } },
      supposed: {
        ...{
          said: { layout: 'NT', rateHz: 500, unit: 'µV' },
          classes: 'own',
          labelsPath: join(folder, 'diagnoses.csv'),
        },
      },
    });
  });

  it('supposes a policy for gaps by their length', async () => {
    const withGap = (samples: number) => {
      const lines = wave(5000).map((mv, i) => (i >= 1000 && i < 1000 + samples ? 'NaN' : mv.toFixed(3)));
      return folderOf([
        { name: 'r1.csv', data: `II (mV)\n${lines.join('\n')}\n` },
        { name: 'labels.csv', data: 'record,label\nr1,N\n' },
      ]);
    };
    const options = { said: { rateHz: 500 } };
    const short = await lookAtDataset(withGap(20), options);
    expect(short).toMatchObject({
      asks: ['gaps'],
      supposed: { gaps: { kind: 'interpolate', mostMs: 100 } },
      readable: 1,
    });
    expect(await lookAtDataset(withGap(200), options)).toMatchObject({ supposed: { gaps: { kind: 'longest' } } });
  });

  it('names leads as their records will, whatever the files call them', async () => {
    const named = (titles: string) => [
      { name: 'r1.csv', data: table(titles) },
      { name: 'labels.csv', data: 'record,label\nr1,N\n' },
    ];
    const options = { said: { rateHz: 500, unit: 'mV' } } as const;
    const found = await lookAtDataset(folderOf(named('Lead ii,avr')), options);
    expect(found).toMatchObject({ leads: ['II', 'aVR'], read: ['II'] });
  });
});
