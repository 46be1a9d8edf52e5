import { mkdirSync, mkdtempSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadDatasetOptions } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { cincFiles, cincHeader, cincRecord, someSamples } from '../../helpers/cinc-files.ts';
import { collect } from '../../helpers/collect.ts';
import { writeMatlab4 } from '../../helpers/write-matlab4.ts';
import { folderOf, type Files } from '../../helpers/folder-of.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'equipoise-read-dataset-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
let made = 0;

function archive(files: Files): string {
  const path = join(scratch, `archive-${++made}.zip`);
  writeFileSync(path, zipBytes(files.map((file, i) => ({ ...file, deflate: i % 2 === 0 }))));
  return path;
}

async function readAll(path: string, options?: ReadDatasetOptions) {
  const reading = await readDataset(path, options);
  const records = await collect(reading.records);
  return { ...reading, records };
}

describe('reading a dataset', () => {
  it('reads the same from an archive, its folder, and the folder above', async () => {
    const files = cincFiles('training2017/', 12);
    const place = folderOf(files);
    const readings = await Promise.all(
      [archive(files), place, join(place, 'training2017')].map((path) => readAll(path)),
    );
    for (const { records, skipped, total } of readings) {
      expect(total).toBe(12);
      expect(skipped).toEqual([]);
      expect(records).toEqual(readings[0]?.records);
    }
    const first = readings[0]?.records[0];
    expect(first).toMatchObject({ name: 'A00001', samplingHz: 300, unitsPerMv: 1000, label: 0 });
    expect(first?.sourceFormat).toBe('WFDB format 16, MATLAB v4');
    expect(first?.samples).toEqual(someSamples(600, 1));
  });

  it('goes through the records by name, whatever the order of the files, with the same split', async () => {
    const files = cincFiles('', 40);
    const forwards = await readAll(archive(files));
    const backwards = await readAll(archive(files.toReversed()));
    expect(forwards.records.map((record) => record.name)).toEqual(forwards.records.map((record) => record.name).sort());
    expect(backwards.records).toEqual(forwards.records);
    expect(new Set(forwards.records.map((record) => record.split))).toEqual(new Set(['train', 'validation', 'test']));
  });

  it('skips what is damaged, by name and with a reason, and reads the rest', async () => {
    const good = cincFiles('', 2);
    const bad: [string, Files, RegExp][] = [
      ['B1', [{ name: 'B1.hea', data: 'B1 one 300\n' }], /B1.hea, line 1 is no record line/],
      ['B2', [{ name: 'B2.hea', data: cincHeader('B2', 9) }], /signal file B2.mat is missing/],
      ['B3', cincRecord('B3', someSamples(9)).map((f) => ({ ...f, data: f.data.slice(0, -4) })), /B3/],
      ['B4', cincRecord('B4', new Int16Array(9)), /flat line/],
      ['B5', cincRecord('B5', Int16Array.of(1, 2, -32768)), /1 of its 3 samples are missing/],
      [
        'B6',
        [
          { name: 'B6.hea', data: cincHeader('B6', 0) },
          { name: 'B6.mat', data: '' },
        ],
        /no samples/,
      ],
      ['B7', cincRecord('B7', someSamples(9)), /no label in REFERENCE.csv/],
      ['B8', cincRecord('B8', someSamples(9)), /label "X" .*REFERENCE.csv, line 4/],
      ['B9', [{ name: 'B9.hea', data: 'B9 1 300 5\n../A00001.mat 16+24 1000/mV\n' }], /lies outside the dataset/],
      ['C1', [{ name: 'C1.hea', data: 'C1 1 300 5\nC1.dat 16 10/mmHg\n' }], /none of its signals is a voltage/],
      [
        'C2',
        [
          { name: 'C2.hea', data: cincHeader('C2', 3) },
          {
            name: 'C2.mat',
            data: writeMatlab4({ name: 'val', rows: 1, columns: 3, values: Float32Array.of(1, NaN, 2) }),
          },
        ],
        /1 of its 3 samples are missing/,
      ],
    ];
    const labels = bad.map(([name]) => name).filter((name) => name !== 'B7' && name !== 'B8');
    const reference = `A00001,N\r\nA00002,A\r\n"",\r\nB8,X\r\n${labels.map((name) => `${name},N\r\n`).join('')}`;
    const files = [
      ...good.filter((file) => file.name !== 'REFERENCE.csv' && file.name !== 'RECORDS'),
      ...bad.flatMap((b) => b[1]),
    ];
    const path = folderOf([
      ...files,
      { name: 'REFERENCE.csv', data: reference },
      { name: 'RECORDS', data: 'A00001\nA00002\nZ99\n' },
      { name: '._A00001.hea', data: 'macOS' },
    ]);
    const { records, skipped } = await readAll(path);
    expect(records.map((record) => record.name)).toEqual(['A00001', 'A00002']);
    expect(skipped.map((skip) => skip.record).sort()).toEqual([...bad.map(([name]) => name), 'Z99']);
    for (const [name, , reason] of bad) expect(skipped.find((skip) => skip.record === name)?.reason).toMatch(reason);
    expect(skipped.find((skip) => skip.record === 'Z99')?.reason).toMatch(/RECORDS/);
  });

  it('reports every step and stops when it is told to', async () => {
    const path = archive(cincFiles('', 8));
    const steps: string[] = [];
    const stop = new AbortController();
    const reading = await readDataset(path, {
      signal: stop.signal,
      onProgress: (done, total) => steps.push(`${done}/${total}`),
    });
    const taken: string[] = [];
    const loop = async (): Promise<void> => {
      for await (const record of reading.records) {
        taken.push(record.name);
        if (taken.length === 3) stop.abort();
      }
    };
    await expect(loop()).rejects.toMatchObject({ code: 'cancelled' });
    expect(taken).toHaveLength(3);
    expect(steps).toEqual(['1/8', '2/8', '3/8']);
  });

  it('reads the lead that comes first, or that is asked for, and says which', async () => {
    const values = Int16Array.from([1, 10, 2, 20, 3, 30]);
    const path = folderOf([
      {
        name: 'm.hea',
        data: 'm 2 500 3\nm.mat 16+24 1000/mV 16 0 1 0 0 V5\nm.mat 16+24 1000/mV 16 0 10 0 0 Lead II\n',
      },
      { name: 'm.mat', data: writeMatlab4({ name: 'val', rows: 2, columns: 3, values }) },
      { name: 'REFERENCE.csv', data: 'm,N\n' },
    ]);
    const first = await readAll(path);
    expect(first.records).toMatchObject([{ lead: 'II', samples: Int16Array.of(10, 20, 30) }]);
    expect(first.notes).toEqual(['1 record has several signals; read were II (1).']);
    const asked = await readAll(path, { lead: 'v5' });
    expect(asked.records).toMatchObject([{ lead: 'V5', samples: Int16Array.of(1, 2, 3) }]);
  });
});

describe('a folder that cannot be listed', () => {
  it('is refused by name where it is the dataset itself', async () => {
    const loop = join(scratch, 'loop');
    symlinkSync(loop, loop);
    const message = /loop cannot be read \(ELOOP.*\)\. Change its permissions/;
    await expect(readDataset(loop)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
    });
  });

  // A path over the system's limit stands for a missing permission, which a test run by root cannot have.
  it.runIf(process.platform === 'linux')('is named where it lies below, and the rest is read', async () => {
    const top = folderOf(cincFiles('', 4));
    let long = top;
    while (long.length < 3900) mkdirSync((long = join(long, 'd'.repeat(Math.min(200, 3990 - long.length)))));
    const shortcut = join(scratch, 'shortcut');
    symlinkSync(long, shortcut);
    const unreachable = 'e'.repeat(200);
    mkdirSync(join(shortcut, unreachable));
    try {
      const reading = await readDataset(top);
      expect(await collect(reading.records)).toHaveLength(4);
      const { notLookedAt } = reading.account();
      expect(notLookedAt.count).toBe(1);
      expect(notLookedAt.first[0]?.place).toContain(unreachable);
      expect(notLookedAt.first[0]?.why).toBe('it cannot be looked at (ENAMETOOLONG)');
    } finally {
      rmdirSync(join(shortcut, unreachable));
    }
  });
});

describe('labels of a dataset', () => {
  const files = cincFiles('', 4).filter((file) => file.name !== 'REFERENCE.csv');
  const reference = (label: string): string => [1, 2, 3, 4].map((n) => `A0000${n},${label}`).join('\r\n');

  it('takes REFERENCE.csv before numbered versions, those before the original, and says what it left', async () => {
    const original = { name: 'REFERENCE-original.csv', data: reference('N') };
    const v1 = { name: 'REFERENCE-v1.csv', data: reference('A') };
    const v2 = { name: 'REFERENCE-v2.csv', data: reference('O') };
    const newest = { name: 'REFERENCE.csv', data: reference('~') };
    const labelOf = async (given: Files): Promise<number | undefined> => {
      return (await readAll(folderOf([...files, ...given]))).records[0]?.label;
    };
    expect(await labelOf([original])).toBe(0);
    expect(await labelOf([original, v1])).toBe(1);
    expect(await labelOf([v1, v2, original])).toBe(2);
    expect(await labelOf([original, v1, newest, v2])).toBe(3);
    const { notes, labelsFile } = await readAll(folderOf([...files, original, newest]));
    expect(labelsFile).toBe('REFERENCE.csv');
    expect(notes.slice(0, 1)).toEqual([expect.stringContaining('REFERENCE-original.csv was not used')]);
  });

  it('takes a given file of labels first', async () => {
    const path = folderOf([...files, { name: 'REFERENCE.csv', data: reference('~') }]);
    const labelsPath = join(scratch, 'own.csv');
    writeFileSync(labelsPath, reference('O'));
    expect((await readAll(path, { labelsPath })).records.map((record) => record.label)).toEqual([2, 2, 2, 2]);
  });

  it('takes labels and split from arrays: the first nine tenths train, less a validation part, the rest is the test set', async () => {
    const all = cincFiles('', 40).filter((file) => file.name !== 'REFERENCE.csv');
    const labelsPath = join(scratch, 'labels.npy');
    const permutationPath = join(scratch, 'permutation.npy');
    const labels = BigInt64Array.from({ length: 40 }, (_, i) => BigInt(i % 4));
    const permutation = BigInt64Array.from({ length: 40 }, (_, i) => BigInt((i * 7) % 40));
    writeFileSync(labelsPath, writeNpy({ shape: [40], data: labels }));
    writeFileSync(permutationPath, writeNpy({ shape: [40], data: permutation }));
    const { records, splitFile, labelsFile } = await readAll(folderOf(all), { labelsPath, permutationPath });
    expect([labelsFile, splitFile]).toEqual([labelsPath, permutationPath]);
    records.forEach((record, i) => {
      expect(record.label).toBe(i % 4);
    });
    const test = records.filter((record) => record.split === 'test').map((record) => record.name);
    const last = [...permutation].slice(36).map((index) => `A${String(Number(index) + 1).padStart(5, '0')}`);
    expect(test).toEqual(last.sort());
    const validation = records.filter((record) => record.split === 'validation');
    expect(validation.map((record) => record.label).sort()).toEqual([0, 1, 2, 3]);

    // A part of the dataset keeps its places in the arrays of the whole.
    const part = all.filter((file) => /A0002\d/.test(file.name));
    const reading = await readAll(folderOf(part), { labelsPath, permutationPath });
    const expected = records.filter((record) => /A0002\d/.test(record.name));
    expect(reading.records.map(({ name, label }) => [name, label])).toEqual(expected.map((r) => [r.name, r.label]));
    const isTest = (record: { split: string }): boolean => record.split === 'test';
    expect(reading.records.map(isTest)).toEqual(expected.map(isTest));
  });

  it('refuses arrays that are not a permutation or do not fit, and names the value', async () => {
    const labelsPath = join(scratch, 'four.npy');
    const permutationPath = join(scratch, 'wrong.npy');
    writeFileSync(labelsPath, writeNpy({ shape: [4], data: Int32Array.of(0, 1, 2, 3) }));
    const path = folderOf(files);
    const refuse = async (order: number[], message: RegExp): Promise<void> => {
      writeFileSync(permutationPath, writeNpy({ shape: [order.length], data: Float64Array.from(order) }));
      const reading = readDataset(path, { labelsPath, permutationPath });
      await expect(reading).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(message) as string,
      });
    };
    await refuse([0, 1, 2, 2], /not a permutation of 0 … 3: 2 is out of place/);
    await refuse([0, 1, 2, 4], /4 is out of place/);
    await refuse([0, 1, 0.5, 3], /0.5 is out of place/);
    await refuse([0, 1, 2], /3 entries for 4 labels/);
  });

  it('refuses what is not a dataset, with the cure', async () => {
    const refusal = async (path: string, options?: ReadDatasetOptions): Promise<unknown> =>
      await readDataset(path, options).catch((error: unknown) => error);
    const none = await refusal(folderOf([{ name: 'notes.txt', data: 'x' }]));
    expect(none).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/in a format that can be imported \(WFDB: headers \(\.hea\)/) as string,
    });
    const bare = await refusal(folderOf(files));
    expect(bare).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/--labels/) as string });
    expect(await refusal(join(scratch, 'nowhere'))).toMatchObject({ code: 'not-found' });
    const nonsense = await refusal(folderOf([...files, { name: 'REFERENCE.csv', data: '<html>\n' }]));
    expect(nonsense).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/REFERENCE.csv/) as string });
    const quotes = await refusal(folderOf([...files, { name: 'REFERENCE.csv', data: 'A00001,"N\nA00002,N\n' }]));
    expect(quotes).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/not text separated by commas/) as string,
    });
    const foreign = await refusal(folderOf([...files, { name: 'REFERENCE.csv', data: 'Z1,N\n' }]));
    expect(foreign).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/none of the records/) as string,
    });
    expect(await refusal(folderOf(files), { labelsPath: join(scratch, 'no.csv') })).toMatchObject({
      code: 'not-found',
    });
  });
});
