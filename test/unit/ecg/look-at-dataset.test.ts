import { describe, expect, it } from 'vitest';
import { lookAtDataset } from '../../../src-main/ecg/dataset/look-at-dataset.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
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

  it('asks what files and labels leave open, and no longer what was said', async () => {
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
    const said = { said: { rateHz: 500, unit: 'mV' }, labelBase: 1 } as const;
    expect(await lookAtDataset(path, said)).toMatchObject({ asks: ['lead'], labels: { file: 'labels.csv' } });
    expect(await lookAtDataset(path, { ...said, lead: 'ECG 2' })).toMatchObject({
      ...{ asks: [], problems: [], leads: ['ECG 1', 'ECG 2'], read: ['ECG 2'], ratesHz: [500] },
    });
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
