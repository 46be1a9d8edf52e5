import { join } from 'node:path';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { writeRecordPack } from '../../src-main/ecg/dataset/record-pack.ts';
import { spawnNodeWorker } from '../../src-main/hosts/spawn-node-worker.ts';
import { runTask } from '../../src-main/jobs/run-task.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { saveModel } from '../../src-main/ml/files/save-model.ts';
import { someSamples } from '../helpers/cinc-files.ts';
import { recordIdSchema } from '../../src-shared/record-id.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** As much as is believed of a model by its description: 0.7 GB for a record of a minute. */
const FILTERS = 10_000;
const RECORDS = 3;

it(
  'a model that asks for too much memory is ended, and named with the bound and the cure',
  { timeout: 60_000 },
  async () => {
    await openEngine();
    const folder = temporaryFolder();
    const modelFolder = join(folder, 'greedy');
    const input = layers.input({ shape: [null, 1], name: 'ecg' });
    const conv = layers.layers.conv1d({ filters: FILTERS, kernelSize: 1, useBias: false, name: 'greedy' });
    const mean = layers.layers.globalAveragePooling1d({ name: 'mean' });
    const dense = layers.layers.dense({ units: 4, name: 'logits' });
    const outputs = dense.apply(mean.apply(conv.apply(input))) as layers.SymbolicTensor;
    const model = layers.model({ inputs: input, outputs, name: 'compact' });
    const weights = model.weights.map(({ originalName: name, shape }) => {
      const sizes = shape as number[];
      return { name, shape: sizes, values: new Float32Array(sizes.reduce((product, n) => product * n, 1)) };
    });
    await saveModel(modelFolder, {
      topology: JSON.parse(model.toJSON(undefined, true) as unknown as string) as object,
      weights,
    });
    const packPath = join(folder, 'records.pack');
    const form = { samplingHz: 300, unitsPerMv: 1000, label: 0, split: 'test' } as const;
    await writeRecordPack(
      packPath,
      Array.from({ length: RECORDS }, (_, i) => {
        return { ...form, id: recordIdSchema.parse(i + 1), name: `R${i}`, samples: someSamples(18_000, i) };
      }),
    );
    const hooks = { signal: new AbortController().signal, onProgress: () => undefined, limitBytes: 5e8 };
    await expect(runTask(() => spawnNodeWorker(), 'evaluate', { packPath, modelFolder }, hooks)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /greedy took \d\.\d GB of memory, and 0\.5 GB is the most .*smaller model/,
      ) as string,
    });
  },
);
