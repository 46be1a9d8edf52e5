import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hasHiddenCharacters } from '../../../src-shared/format/hidden-characters.ts';
import type { RandomGenerator } from '../../../src-main/numeric/random.ts';
import { writeNpy } from '../../../src-main/ecg/numpy/npy.ts';
import { cincFiles } from '../../helpers/cinc-files.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';
import { tryInput } from '../hostile/input-process.ts';
import { mutateBytes, mutateJson, mutateWords, oneOf } from '../hostile/mutate.ts';
import type { AttemptOutcome } from '../hostile/try-input.ts';
import type { Scenario } from '../scenario.ts';

const GOLDEN = join(import.meta.dirname, '../../golden/ml');
const PROTOCOL = join(import.meta.dirname, '../../../studies/demo/protocol.json');
const RECORDS = 8;
const GOOD = cincFiles('', RECORDS);
const [BAD] = ['A00003'];
const NEIGHBOURS = ['A00001', 'A00002', 'A00004', 'A00005', 'A00006', 'A00007', 'A00008'];

type Made = Promise<AttemptOutcome>;
type Hostile = (random: RandomGenerator, folder: string) => Made;

/** The dataset with one file replaced, as a folder or as an archive. */
function dataset(random: RandomGenerator, folder: string, name: string, data: Buffer | string): Made {
  const files = GOOD.map((file) => (file.name === name ? { name, data } : file));
  if (oneOf(random, [true, false])) {
    const path = join(folder, 'set.zip');
    writeFileSync(path, zipBytes(files.map((file, i) => ({ ...file, deflate: i % 2 === 0 }))));
    return tryInput({ kind: 'dataset', path });
  }
  const path = join(folder, 'set');
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file.name), file.data);
  return tryInput({ kind: 'dataset', path });
}

const fileOf = (name: string): Buffer => Buffer.from(GOOD.find((file) => file.name === name)?.data ?? '');
const bytesOrWords = (random: RandomGenerator, bytes: Buffer): Buffer | string =>
  oneOf(random, [true, false]) ? mutateBytes(random, bytes) : mutateWords(random, bytes.toString('latin1'));

/** Whatever one record holds, the others are read. */
const records: Record<string, Hostile> = {
  header: (random, folder) => dataset(random, folder, `${BAD}.hea`, bytesOrWords(random, fileOf(`${BAD}.hea`))),
  signals: (random, folder) => dataset(random, folder, `${BAD}.mat`, mutateBytes(random, fileOf(`${BAD}.mat`))),
};

/** What many depend on: it is read, or refused in words. */
const others: Record<string, Hostile> = {
  labels: (random, folder) => dataset(random, folder, 'REFERENCE.csv', bytesOrWords(random, fileOf('REFERENCE.csv'))),
  list: (random, folder) => dataset(random, folder, 'RECORDS', bytesOrWords(random, fileOf('RECORDS'))),
  archive: (random, folder) => {
    const path = join(folder, 'set.zip');
    writeFileSync(path, mutateBytes(random, zipBytes(GOOD)));
    return tryInput({ kind: 'dataset', path });
  },
  'array of labels': (random, folder) => {
    const labelsPath = join(folder, 'labels.npy');
    const array = writeNpy({ shape: [RECORDS], data: Int32Array.from({ length: RECORDS }, (_, i) => i % 4) });
    writeFileSync(labelsPath, mutateBytes(random, array));
    const path = join(folder, 'set.zip');
    writeFileSync(path, zipBytes(GOOD));
    return tryInput({ kind: 'dataset', path, labelsPath });
  },
  protocol: (random, folder) => {
    const path = join(folder, 'protocol.json');
    const text = readFileSync(PROTOCOL);
    const json = (): string => JSON.stringify(mutateJson(random, JSON.parse(text.toString())));
    writeFileSync(path, oneOf(random, [true, false]) ? mutateBytes(random, text) : json());
    return tryInput({ kind: 'protocol', path });
  },
  npz: (random, folder) => {
    const path = join(folder, 'han2020.npz');
    writeFileSync(path, mutateBytes(random, readFileSync(join(GOLDEN, 'han2020', 'han2020.npz'))));
    return tryInput({ kind: 'npz', path });
  },
  model: (random, folder) => {
    const path = join(folder, 'model');
    cpSync(join(GOLDEN, 'small-compact'), path, { recursive: true });
    const file = join(path, oneOf(random, ['model.json', 'model.json', 'model.json', 'weights.bin']));
    const bytes = readFileSync(file);
    const isJson = file.endsWith('.json') && oneOf(random, [true, true, false]);
    writeFileSync(
      file,
      isJson ? JSON.stringify(mutateJson(random, JSON.parse(bytes.toString()))) : mutateBytes(random, bytes),
    );
    return tryInput({ kind: 'model', path });
  },
};

/** Words for a person: no defect, no stack, no hidden character, and short enough to be read. */
function expectWords(text: string): void {
  expect(text).not.toMatch(
    /\n\s*at |\.ts:\d|node:internal|is not a function|Cannot (?:read|destructure|convert)|is not iterable/,
  );
  expect(hasHiddenCharacters(text)).toBe(false);
  expect(text.length).toBeLessThan(2000);
}

export const hostileInputs: Scenario = {
  name: 'hostile-inputs',
  does: 'whatever a file holds, it is that file which is refused, in words and in time, and the rest is read',
  roundsInTest: 25,
  async round({ random, folder }) {
    for (const [kind, make] of Object.entries({ ...records, ...others })) {
      const own = join(folder, kind);
      mkdirSync(own);
      const { error, told, records: read } = await make(random, own);
      for (const text of [...told, ...(error ? [error.message] : [])]) expectWords(text);
      if (error)
        expect({ kind, ...error }).toMatchObject({
          isAppError: true,
          code: expect.not.stringMatching('internal') as string,
        });
      if (kind in records) expect(read, kind).toEqual(expect.arrayContaining(NEIGHBOURS));
    }
  },
};
