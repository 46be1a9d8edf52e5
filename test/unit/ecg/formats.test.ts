import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importable } from '../../../scripts/docs/importable.ts';
import { listRecords } from '../../../src-main/ecg/dataset/list-records.ts';
import { FORMATS } from '../../../src-main/ecg/formats/index.ts';
import { wfdb } from '../../../src-main/ecg/formats/wfdb.ts';
import { LABEL_SOURCES } from '../../../src-main/ecg/labels/index.ts';
import { IMPORTABLE } from '../../../src-main/services/datasets/importable.ts';
import { openDataset, type DatasetSource } from '../../../src-main/ecg/source/open-dataset.ts';
import { cincFiles, cincHeader, cincRecord, someSamples } from '../../helpers/cinc-files.ts';
import { edfFile } from '../../helpers/ecg-files/edf-file.ts';
import { folderOf, type Files } from '../../helpers/folder-of.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

function archive(files: Files, deflate: boolean): string {
  const path = join(temporaryFolder(), 'set.zip');
  writeFileSync(path, zipBytes(files.map((file) => ({ ...file, deflate }))));
  return path;
}

describe('what can be imported', () => {
  it('is in docs/file-formats.md as the descriptors say (else: node scripts/generate-docs.ts)', () => {
    const page = readFileSync(new URL('../../../docs/file-formats.md', import.meta.url), 'utf8');
    expect(page).toContain(importable());
    for (const { name, recordFiles } of FORMATS) expect(page).toContain(`- **${name}**: ${recordFiles}.`);
  });

  it('has names of its own, and sentences', () => {
    const names = [...FORMATS, ...LABEL_SOURCES].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const sentences = [...FORMATS.map(({ holds }) => holds.signals), ...LABEL_SOURCES.map(({ reads }) => reads)];
    for (const text of sentences) expect(text).toMatch(/^[A-Z].*\.$/s);
  });

  it('is told to the form and the command line, with what own labels are called', () => {
    expect(IMPORTABLE.formats.map(({ name }) => name)).toEqual(FORMATS.map(({ name }) => name));
    expect(IMPORTABLE.labels.map(({ fileNames }) => fileNames)).toEqual([
      ['labels.npy'],
      ['REFERENCE.csv', 'labels.csv', 'ptbxl_database.csv'],
    ]);
  });

  it('reads any file that is given as labels', () => {
    for (const path of ['labels.npy', 'LABELS.NPY', 'labels.csv', 'labels']) {
      expect(LABEL_SOURCES.find((source) => source.accepts(path))?.name).toMatch(
        path.toLowerCase().endsWith('.npy') ? /npy/ : /csv/,
      );
    }
  });
});

describe('WFDB', () => {
  const detected = (source: DatasetSource): string[] => [...source.files].filter((file) => wfdb.detect(file, source));

  it('takes headers, what lies beside them under the same name, and the list of records', async () => {
    const own = ['set/A1.atr', 'set/A1.hea', 'set/A1.mat', 'set/RECORDS'];
    const others = ['A1.mat', 'set/A2.mat', 'set/REFERENCE.csv', 'set/hea', 'set/x.heat'];
    const source = await openDataset(folderOf([...own, ...others].map((name) => ({ name, data: 'x' }))));
    expect(detected(source)).toEqual(own);
  });

  it('lists its records, those that are absent and their order before any signal is read', async () => {
    const source = await openDataset(
      folderOf([
        { name: 'b.hea', data: 'nonsense' },
        { name: 'a.hea', data: '' },
        { name: 'RECORDS', data: 'b\nmissing\nfolder/a\n' },
      ]),
    );
    const { records, unusable, order } = wfdb.list(source, detected(source));
    expect(records.map(({ name, file }) => [name, file])).toEqual([
      ['a', 'a.hea'],
      ['b', 'b.hea'],
    ]);
    expect(unusable).toEqual([{ record: 'missing', reason: expect.stringContaining('RECORDS') as string }]);
    expect(order).toEqual(['b', 'missing', 'a']);
  });

  it('reads the signal with its lead, rate and gain', async () => {
    const source = await openDataset(folderOf(cincRecord('A1', someSamples(9))));
    const [record] = wfdb.list(source, detected(source)).records;
    const opened = record?.open();
    expect(opened).toMatchObject({ sourceFormat: 'WFDB format 16, MATLAB v4', remarks: [] });
    expect(opened?.signals).toMatchObject([{ name: 'ECG', isVoltage: true }]);
    expect(opened?.signals[0]?.read()).toEqual({
      samples: someSamples(9),
      samplingHz: 300,
      unitsPerMv: 1000,
      missing: [],
      remarks: [],
    });
  });
});

describe('the records of a dataset', () => {
  it('are listed once by name: the first file counts, the others are named', async () => {
    const both = ['a/', 'b/'].flatMap((at) => cincFiles(at, 2)).filter(({ name }) => !name.endsWith('RECORDS'));
    const { records, skipped, order } = listRecords(await openDataset(folderOf(both)));
    expect([...records.values()].map(({ file }) => file)).toEqual(['a/A00001.hea', 'a/A00002.hea']);
    expect(skipped).toEqual([
      { record: 'b/A00001.hea', reason: 'the record A00001 is read from a/A00001.hea' },
      { record: 'b/A00002.hea', reason: 'the record A00002 is read from a/A00002.hea' },
    ]);
    expect(order).toEqual(['A00001', 'A00002']);
  });

  it('are those of the format that comes first in the list, whatever their files are called', async () => {
    const wave = Array.from(someSamples(100));
    const csv = `II (mV)\n${wave.join('\n')}\n`;
    const edf = edfFile({ signals: [{ label: 'II', perRecord: 100, values: wave }] });
    const files = ['b.csv', 'a.csv', 'a.tsv'].map((name) => ({ name, data: csv }));
    const { records, skipped, order } = listRecords(
      await openDataset(folderOf([...files, { name: 'a.edf', data: edf }])),
    );
    expect([...records.values()].map(({ file }) => file)).toEqual(['a.edf', 'b.csv']);
    expect(skipped).toEqual([
      { record: 'a.csv', reason: 'the record a is read from a.edf' },
      { record: 'a.tsv', reason: 'the record a is read from a.edf' },
    ]);
    expect(order).toEqual(['a', 'b']);
  });

  it.each([
    ['a folder', () => folderOf([{ name: 'notes.txt', data: 'x' }])],
    ['an archive', () => archive([{ name: 'notes.txt', data: 'x' }], true)],
    ['a single file', () => join(folderOf([{ name: 'notes.txt', data: 'x' }]), 'notes.txt')],
  ])('are refused with the list of known formats where %s has none', async (_, make) => {
    const source = await openDataset(make());
    const formats = FORMATS.map(({ name, recordFiles }) => `${name}: ${recordFiles}`).join('; ');
    expect(() => listRecords(source)).toThrow(
      `${source.path} holds no ECG records in a format that can be imported (${formats}).`,
    );
  });
});

describe('the first bytes of a file', () => {
  const long = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * i) % 251));
  const files = [
    { name: 'set/long.bin', data: long },
    { name: 'set/short.hea', data: cincHeader('short', 9) },
    { name: 'set/empty', data: '' },
  ];

  it.each([
    ['a folder', () => folderOf(files)],
    ['a deflated archive', () => archive(files, true)],
    ['a stored archive', () => archive(files, false)],
  ])('are the same out of %s', async (_, make) => {
    const source = await openDataset(make());
    expect(source.readStart('set/long.bin', 300)).toEqual(long.subarray(0, 300));
    expect(source.readStart('set/long.bin', 200_000)).toEqual(long);
    expect(source.readStart('set/short.hea', 300).toString()).toBe(cincHeader('short', 9));
    expect(source.readStart('set/empty', 300)).toHaveLength(0);
    source.close();
  });

  it('come out of what deflate cannot shrink', async () => {
    let state = 1;
    const noise = Buffer.from(Array.from({ length: 50_000 }, () => (state = (state * 48_271) % 2_147_483_647) & 255));
    const source = await openDataset(archive([{ name: 'noise.bin', data: noise }], true));
    for (const bytes of [1, 512, 20_000])
      expect(source.readStart('noise.bin', bytes)).toEqual(noise.subarray(0, bytes));
    source.close();
  });

  it('are refused by name where they cannot be unpacked', async () => {
    const bytes = zipBytes([{ name: 'long.bin', data: long, deflate: true }]);
    bytes.fill(0xff, 30 + 'long.bin'.length, 60);
    const path = join(temporaryFolder(), 'damaged.zip');
    writeFileSync(path, bytes);
    const source = await openDataset(path);
    expect(() => source.readStart('long.bin', 300)).toThrow(/long\.bin cannot be unpacked/);
    source.close();
  });

  it('are those of a single file', async () => {
    const source = await openDataset(join(folderOf(files), 'set', 'long.bin'));
    expect([...source.files]).toEqual(['long.bin']);
    expect(source.readStart('long.bin', 10)).toEqual(long.subarray(0, 10));
    expect(source.read('long.bin', 1e6)).toEqual(long);
  });
});
