import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCard, readCardFile, writeCard } from '../../../src-main/ml/files/card-file.ts';
import { modelCardSchema } from '../../../src-shared/models/model-card.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const bundledFolder = (name: string): string => resolve(import.meta.dirname, '../../../resources/models', name);
const BUNDLED = ['compact', 'tiny'].map(bundledFolder);

const fileOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8'));

function folderWith(card: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'card.json'), card);
  return folder;
}

describe('a model card', () => {
  it('of a bundled model is read as it is, and tells which recordings it was trained on', () => {
    for (const folder of BUNDLED) {
      const card = readCard(folder);
      expect(card).toEqual(fileOf(folder));
      expect(card.records).toMatchObject({ train: 6907, validation: 768, test: 853 });
      expect(card.madeBy).toMatch(/^Equipoise [\d.]+ at commit [0-9a-f]{7}\./);
      // Of the train split of the challenge's archive with the labels and the permutation of Han et al. 2020.
      expect(card.records?.trainSha256).toBe('166d93e697091cea5a7d0239f27d3a30d1198d5d546631117746e549f0c4f0f6');
    }
  });

  it('of the bundled network of the paper tells where it was trained, and that another program found the same scores', () => {
    const folder = bundledFolder('han2020');
    const card = readCard(folder);
    expect(card).toEqual(fileOf(folder));
    expect(card.records).toMatchObject({ train: 6907, validation: 768, test: 853 });
    expect(card).toMatchObject({ device: 'NVIDIA H200', importedFrom: 'han2020.npz', parameters: 5_486_916 });
    // Of another validation part than those that are drawn here.
    expect(card.records?.trainSha256).not.toBe(readCard(bundledFolder('compact')).records?.trainSha256);
    const reported = card.testAsReported as { confusion: number[][]; accuracy: number; meanF1: number };
    expect(card.test?.confusion).toEqual(reported.confusion);
    expect([card.test?.accuracy, card.test?.meanF1]).toEqual([reported.accuracy, reported.meanF1]);
    expect(card.logitsCheck?.largestDifference).toBeLessThan(1e-4);
  });

  it('keeps what another version or program wrote, and gives no value to what it does not have', () => {
    const card = {
      architecture: 'resnet',
      licence: { name: 'free' },
      options: { seed: 3, dropout: 0.2 },
      records: { classes: { N: 1 } },
      test: { records: 1, accuracy: 1, f1: { N: 1, A: 0, O: 0, '~': 0 }, meanF1: 0.3, confusion: fours(), brier: 0.1 },
    };
    expect(modelCardSchema.parse(card)).toEqual(card);
    expect(modelCardSchema.parse({})).toEqual({});
  });

  it('is read as it was written', () => {
    const folder = temporaryFolder();
    const card = { name: 'a', records: { train: 3, trainSha256: 'ab'.repeat(32) }, finished: true };
    writeCard(folder, card);
    expect(readCard(folder)).toEqual(card);
    expect(readCard(temporaryFolder())).toEqual({});
    expect(readCardFile(join(temporaryFolder(), 'none.json'))).toBeUndefined();
  });

  it('with a value of another type is refused, with file, fields, values and the cure', () => {
    const folder = folderWith('{"records":{"train":"many","trainSha256":"12ab"},"seeds":"three","samplingHz":0}');
    const path = join(folder, 'card.json');
    expect(() => readCard(folder)).toThrow(
      expect.objectContaining({
        code: 'damaged',
        message: [
          `The model card ${path} is damaged: records.train is "many": it must be a number.`,
          'records.trainSha256 is "12ab": it must be a SHA-256, 64 hexadecimal digits.',
          'seeds is "three": it must be a list in [ ].',
          'samplingHz is 0: it must be more than 0.',
          'Correct the file, or restore the folder of the model.',
        ].join(' '),
        details: { where: path, fields: ['records.train', 'records.trainSha256', 'seeds', 'samplingHz'] },
      }) as Error,
    );
  });

  it('that is not JSON is refused, with the file and the cure', () => {
    const folder = folderWith('{"name":');
    expect(() => readCard(folder)).toThrow(/The model card .*card\.json is damaged: it is not JSON\. Correct the file/);
  });
});

const fours = (): number[][] => [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
