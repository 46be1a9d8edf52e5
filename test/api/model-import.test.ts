import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NpyArray } from '../../src-main/ecg/numpy/npy.ts';
import { readNpz, writeNpz } from '../../src-main/ecg/numpy/npz.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { cincRecord } from '../helpers/cinc-files.ts';
import { openServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { zipBytes } from '../helpers/zip-bytes.ts';
import { goldenSignals, HAN2020_GOLDEN } from '../unit/ml/han2020-golden.ts';

const GOLDEN_NPZ = join(HAN2020_GOLDEN, 'han2020.npz');

/** A workspace with the records whose logits the golden file has. */
async function withGoldenRecords(): Promise<Services> {
  const { services } = await openServices();
  const names = goldenSignals().map((_, i) => `A0000${i + 1}`);
  const files = [
    ...goldenSignals().flatMap((samples, i) => cincRecord(names[i]!, samples)),
    { name: 'REFERENCE.csv', data: names.map((name, i) => `${name},${'NAO~N'[i]}\n`).join('') },
    { name: 'RECORDS', data: `${names.join('\n')}\n` },
  ].map((file) => ({ ...file, name: `set/${file.name}` }));
  const path = join(temporaryFolder(), 'set.zip');
  writeFileSync(path, zipBytes(files));
  await services.jobs.finished(services.datasets.startImport({ path }).id);
  return services;
}

async function importModel(services: Services, path: string, unchecked = false): Promise<Record<string, unknown>> {
  return services.jobs.finished(services.startModelImport({ path, precision: 'half', unchecked }).id);
}

/** The golden files in a folder of their own, their arrays or their JSON changed. */
async function changed(
  change: (arrays: Record<string, NpyArray>) => void,
  changeJson: (json: { firstFiveTestRecords: string[]; firstFiveLogits: number[][] }) => void = () => undefined,
): Promise<string> {
  const folder = temporaryFolder();
  const arrays = await readNpz(GOLDEN_NPZ);
  change(arrays);
  await writeNpz(join(folder, 'han2020.npz'), arrays);
  const json = JSON.parse(readFileSync(join(HAN2020_GOLDEN, 'han2020.json'), 'utf8')) as Parameters<
    typeof changeJson
  >[0];
  changeJson(json);
  writeFileSync(join(folder, 'han2020.json'), JSON.stringify(json));
  return join(folder, 'han2020.npz');
}

describe('a han2020 that was trained elsewhere', () => {
  it('is refused unchecked where its kernels are infinite in half precision', async () => {
    const services = await withGoldenRecords();
    const path = await changed((arrays) => ((arrays['conv4_w']!.data as Float32Array)[0] = 70_000));
    await expect(importModel(services, path, true)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('70000, which is infinite in half precision') as string,
    });
  });

  it('is refused unchecked where it gives no finite logits', async () => {
    const services = await withGoldenRecords();
    const path = await changed((arrays) => (arrays['bn2_g']!.data as Float32Array).fill(3e38));
    await expect(importModel(services, path, true)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is stored once its logits are those of the file beside it, and can be attacked', async () => {
    const services = await withGoldenRecords();
    const result = (await importModel(services, GOLDEN_NPZ)) as {
      modelId: string;
      check: { largestDifference: number; largestDifferenceStored: number };
    };
    expect(result).toMatchObject({ name: 'han2020-width-0.02', width: 0.02, notChecked: null, check: { records: 5 } });
    expect(result.check.largestDifference).toBeLessThan(1e-4);
    expect(result.check.largestDifferenceStored).toBeLessThan(0.02);
    const model = services.models.find(result.modelId);
    expect(model).toMatchObject({
      architecture: 'han2020',
      origin: 'imported',
      card: { checkedOn: 'set', width: 0.02 },
    });
    expect(services.models.list().find(({ id }) => id === model.id)?.parameters).toBeGreaterThan(3000);

    const datasetId = services.datasets.find('set').id;
    const split = 'train' as const;
    const options = attackOptionsSchema.parse({ method: 'fgsm' });
    const job = services.attacks.start({ modelId: model.id, datasetId, split, limit: 1, options });
    expect(await services.jobs.finished(job.id)).toMatchObject({ records: 1 });
    await expect(importModel(services, GOLDEN_NPZ)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('already has these weights: the model "han2020-width-0.02"') as string,
    });
  }, 90_000);

  it('is refused where its logits are others, by the name of the record, and where there are no such records', async () => {
    const services = await withGoldenRecords();
    const other = await changed(
      () => undefined,
      ({ firstFiveLogits }) => (firstFiveLogits[2]![1]! += 0.002),
    );
    await expect(importModel(services, other)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/for record A00003 they differ by 0\.00200, but only 0\.001 is allowed/) as string,
    });
    const elsewhere = await changed(
      () => undefined,
      ({ firstFiveTestRecords }) => (firstFiveTestRecords[4] = 'A08528'),
    );
    expect(() => services.startModelImport({ path: elsewhere, precision: 'half', unchecked: false })).toThrow(
      /No dataset of this workspace has the records .*A08528.*or give --unchecked/,
    );
    expect(await importModel(services, elsewhere, true)).toMatchObject({ check: null, notChecked: 'as asked' });
    expect(services.models.list().filter(({ architecture }) => architecture === 'han2020')).toHaveLength(1);
  }, 90_000);

  it('is refused where the file is not an archive of arrays, lacks one or does not exist', async () => {
    const { services } = await openServices();
    const folder = temporaryFolder();
    const text = join(folder, 'text.npz');
    writeFileSync(text, 'conv1_w');
    await expect(importModel(services, text, true)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/text\.npz is not a NumPy file of arrays \(\.npz\)/) as string,
    });
    await expect(importModel(services, join(folder, 'none.npz'))).rejects.toMatchObject({ code: 'not-found' });
    const lacking = await changed((arrays) => delete arrays['bn7_var']);
    await expect(importModel(services, lacking, true)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('han2020.npz has no array "bn7_var"') as string,
    });
    cpSync(GOLDEN_NPZ, join(folder, 'han2020.npz'));
    writeFileSync(join(folder, 'han2020.json'), '{"firstFiveLogits": 3}');
    await expect(importModel(services, join(folder, 'han2020.npz'))).rejects.toMatchObject({ code: 'damaged' });
  }, 60_000);
});
