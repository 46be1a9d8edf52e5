import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { saveModel } from '../../../src-main/ml/files/save-model.ts';
import { loadClassifier } from '../../../src-main/ml/network/classifier.ts';
import { predictRecords } from '../../../src-main/ml/network/predict.ts';
import { tryModel } from '../../../src-main/ml/network/try-model.ts';
import { hashModel } from '../../../src-main/services/models/model-folder.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { smallModel } from './small-model.ts';

beforeAll(async () => void (await openEngine()));

interface Layer {
  class_name: string;
  config: Record<string, unknown> & { name: string };
  inbound_nodes: unknown[];
}
interface Description {
  modelTopology: { config: { layers: Layer[]; output_layers: unknown } };
  weightsManifest: { paths: string[] }[];
}

/** The small model in a folder, its description changed. */
async function folderWith(change: (description: Description) => void = () => undefined): Promise<string> {
  const folder = join(temporaryFolder(), 'model');
  await saveModel(folder, smallModel(1));
  const path = join(folder, 'model.json');
  const description = JSON.parse(readFileSync(path, 'utf8')) as Description;
  change(description);
  writeFileSync(path, JSON.stringify(description));
  return folder;
}

const layersOf = ({ modelTopology }: Description): Layer[] => modelTopology.config.layers;
const find = (description: Description, kind: string): Layer =>
  layersOf(description).find(({ class_name: name }) => name === kind) as Layer;

/** A layer of zeros after the input. */
function padBy(description: Description, zeros: unknown): void {
  const input = find(description, 'InputLayer').config.name;
  for (const { inbound_nodes: uses } of layersOf(description))
    for (const use of uses as [string][][]) for (const from of use) if (from[0] === input) from[0] = 'zeros';
  const inbound_nodes = [[[input, 0, 0, {}]]];
  layersOf(description).push({ class_name: 'ZeroPadding1D', config: { name: 'zeros', padding: zeros }, inbound_nodes });
}

describe('a model in a folder', () => {
  it('is believed as it stands', async () => {
    await expect(tryModel(await folderWith(), 600)).resolves.toBeUndefined();
  });

  it('may have weights of any name, in several files, which its hash covers', async () => {
    const folder = await folderWith((description) => (description.weightsManifest[0]!.paths = ['part1.dat', 'part2']));
    const bytes = readFileSync(join(folder, 'weights.bin'));
    rmSync(join(folder, 'weights.bin'));
    writeFileSync(join(folder, 'part1.dat'), bytes.subarray(0, 100));
    writeFileSync(join(folder, 'part2'), bytes.subarray(100));
    await expect(tryModel(folder, 600)).resolves.toBeUndefined();
    const before = hashModel(folder);
    writeFileSync(join(folder, 'part2'), Buffer.from(bytes.subarray(100)).fill(0, 0, 4));
    expect(hashModel(folder)).not.toBe(before);
  });

  it.each([
    ['1e9 zeros', (all: Description) => padBy(all, [0, 1e9]), /'zeros': padding is 1000000000; it must be .* 18000/],
    [
      'layers that need more memory than there is',
      (all: Description) => {
        padBy(all, 18_000);
        const zeros = layersOf(all).at(-1) as Layer;
        for (let i = 0; i < 1500; i++) {
          const name = `zeros${i}`;
          const inbound_nodes = [[[i === 0 ? 'zeros' : `zeros${i - 1}`, 0, 0, {}]]];
          layersOf(all).push({ ...zeros, config: { ...zeros.config, name }, inbound_nodes });
        }
        for (const { inbound_nodes: uses, config } of layersOf(all))
          for (const use of uses as [string][][])
            for (const from of use) if (from[0] === 'zeros' && config.name !== 'zeros0') from[0] = 'zeros1499';
      },
      /needs .* GB of memory .* for a record of a minute/,
    ],
    [
      'a layer that computes from nothing',
      (all: Description) => (find(all, 'Conv1D').inbound_nodes = []),
      /model\.json': Layer '.*' has 0 inputs/,
    ],
    [
      'two layers of one name',
      (all: Description) => void layersOf(all).push({ ...find(all, 'InputLayer') }),
      /Two layers are named/,
    ],
    [
      'three thousand layers',
      (all: Description) => void layersOf(all).push(...Array.from({ length: 3000 }, () => find(all, 'InputLayer'))),
      /layers; 2000 are the most/,
    ],
    [
      'a kind that is a list',
      (all: Description) => ((find(all, 'Conv1D').class_name as unknown) = ['x']),
      /cannot be read/,
    ],
    [
      'a constructor for a kind',
      (all: Description) => (find(all, 'Conv1D').class_name = '__proto__'),
      /\(__proto__\): this kind of layer is not supported/,
    ],
    [
      'a scale of nothing',
      (all: Description) => void (find(all, 'Rescaling').config['scale'] = 'x'),
      /gives NaN|weight/,
    ],
  ])('with %s is refused in words that name the file', async (_, change, message) => {
    const folder = await folderWith(change as (all: Description) => void);
    const error = await tryModel(folder, 600).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'AppError', message: expect.stringMatching(message) as string });
    expect(String(error)).toContain('model.json');
    expect(String(error)).not.toMatch(/destructure|undefined|at .*\.ts:/);
  });

  it('is refused in time where a file of it is a pipe or a folder', async () => {
    const folder = await folderWith();
    rmSync(join(folder, 'weights.bin'));
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(folder, 'weights.bin')]);
      await expect(tryModel(folder, 600)).rejects.toThrow(/weights\.bin is a pipe, not a file/);
      expect(() => hashModel(folder)).toThrow(/is a pipe/);
      rmSync(join(folder, 'weights.bin'));
    }
    mkdirSync(join(folder, 'weights.bin'));
    await expect(tryModel(folder, 600)).rejects.toThrow(/weights\.bin is a folder, not a file/);
  });

  it('that gives other numbers of classes, or no finite ones later, is refused', async () => {
    const folder = await folderWith();
    const classifier = await loadClassifier(folder);
    const broken = predictRecords((x) => classifier.logits(x).div(0), [new Int16Array(600).fill(5)]);
    await expect(broken).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/^The model gives/) as string,
    });
    classifier.dispose();
    renameSync(join(folder, 'model.json'), join(folder, 'model.txt'));
    await expect(loadClassifier(folder)).rejects.toMatchObject({ code: 'not-found' });
  });
});
