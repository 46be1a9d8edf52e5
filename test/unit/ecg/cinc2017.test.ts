import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { readNpy } from '../../../src-main/ecg/numpy/npy.ts';
import type { DatasetReading, ReadDatasetOptions, SourcedRecord } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { itWithShared } from '../../helpers/shared.ts';

const ARCHIVE = 'data/training2017.zip';
const LABELS = 'data/han2020/raw_labels.npy';
const PERMUTATION = 'data/han2020/random_permutation.npy';
const INPUTS = 'data/han2020/real_inputs.npy';

/** Reads all and keeps the counts, and the records of some names. */
async function survey(path: string, options: ReadDatasetOptions, keep: readonly string[] = []) {
  const reading: DatasetReading = await readDataset(path, options);
  const perClass = { train: [0, 0, 0, 0], validation: [0, 0, 0, 0], test: [0, 0, 0, 0] } satisfies Record<
    Split,
    number[]
  >;
  const kept = new Map<string, SourcedRecord>();
  let samples = 0;
  for await (const record of reading.records) {
    perClass[record.split][record.label] = (perClass[record.split][record.label] ?? 0) + 1;
    samples += record.samples.length;
    if (keep.includes(record.name)) kept.set(record.name, record);
  }
  const total = [0, 1, 2, 3].map(
    (c) => (perClass.train[c] ?? 0) + (perClass.validation[c] ?? 0) + (perClass.test[c] ?? 0),
  );
  return { perClass, total, kept, samples, skipped: reading.skipped };
}

describe('the real CinC 2017 archive', () => {
  itWithShared([ARCHIVE], 'all 8,528 records are read, with the counts of label version 3', async (archive) => {
    const { total, perClass, skipped, samples } = await survey(archive, {});
    expect(skipped).toEqual([]);
    expect(total).toEqual([5050, 738, 2456, 284]);
    expect(perClass.test).toEqual([505, 74, 246, 28]);
    expect(perClass.validation).toEqual([505, 74, 246, 28]);
    expect(samples).toBe(83_141_521);
  });

  itWithShared(
    [ARCHIVE, LABELS, PERMUTATION, INPUTS],
    'Han et al.’s labels and split are theirs, and their inputs are our samples',
    async (archive, labelsPath, permutationPath, inputsPath) => {
      const names = ['A07818', 'A07722', 'A04990', 'A03524', 'A03195'];
      const { total, perClass, kept } = await survey(archive, { labelsPath, permutationPath }, names);
      expect(total).toEqual([5076, 758, 2415, 279]);
      expect(perClass.test).toEqual([509, 84, 229, 31]);
      expect(perClass.validation).toEqual([457, 67, 219, 25]);
      const { shape, data } = readNpy(readFileSync(inputsPath), inputsPath);
      expect(shape).toEqual([5, 1, 18000]);
      names.forEach((name, i) => {
        const record = kept.get(name);
        const samples = record?.samples ?? new Int16Array(0);
        const input = Array.from(data as Float32Array).slice(18000 * i, 18000 * (i + 1));
        const before = Math.floor((18000 - samples.length) / 2);
        const padded = new Array<number>(18000).fill(0);
        samples.forEach((value, t) => {
          padded[before + t] = value;
        });
        expect(input, name).toEqual(padded);
        expect(record, name).toMatchObject({ label: [3, 1, 0, 0, 2][i], split: 'test' });
      });
    },
  );
});
