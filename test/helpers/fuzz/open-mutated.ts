import * as tf from '@tensorflow/tfjs-core';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNetwork } from '../../../src-main/ml/foreign/open-network.ts';
import { layersNetwork, saveLayersNetwork, writeGraphNetwork } from '../foreign-networks.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Files } from '../folder-of.ts';
import { mutated, randomNumbers } from './mutate.ts';

interface FuzzNetwork {
  form: NetworkForm;
  /** The first is the one to open. */
  files: Files;
}

const GOLDEN = join(import.meta.dirname, '../../golden/onnx');
/** Of a free axis, and at most of one that is not. */
const SAMPLES = 80;
/** Codes with which a reader refuses a network clearly. */
const CLEAR = ['damaged', 'bad-input', 'unavailable', 'not-found', 'refused'];

/** A small network of each form. An engine must be open. */
export async function fuzzNetworks(folder: string): Promise<Record<string, FuzzNetwork>> {
  const layers = await saveLayersNetwork(layersNetwork(), join(folder, 'layers'));
  writeGraphNetwork(join(folder, 'graph'));
  const onnx = (name: string): FuzzNetwork => ({ form: 'onnx', files: [fileOf(GOLDEN, name)] });
  return {
    ONNX: onnx('torchscript-conv.onnx'),
    'ONNX, attention': onnx('torchscript-attention.onnx'),
    'ONNX, weights beside': {
      form: 'onnx',
      files: ['', '.data'].map((end) => fileOf(GOLDEN, `dynamo-beside.onnx${end}`)),
    },
    'TF.js Layers': { form: 'tfjs-layers', files: filesIn(layers) },
    'TF.js Graph': { form: 'tfjs-graph', files: filesIn(join(folder, 'graph')) },
  };
}

/**
 * Damages one of a network's files, the same way for the same seed, opens it from `folder` and computes a record with it. Throws an
 * Error for anything but a number for each class or a clear AppError.
 */
export async function openMutated(
  { form, files }: FuzzNetwork,
  seed: number,
  folder: string,
): Promise<'read' | 'refused'> {
  const random = randomNumbers(seed);
  const damaged = random(files.length);
  mkdirSync(folder, { recursive: true });
  files.forEach(({ name, data }, i) => {
    writeFileSync(join(folder, name), i === damaged ? mutated(Buffer.from(data), random) : data);
  });
  try {
    const model = await openNetwork(join(folder, files[0]?.name ?? ''), form);
    try {
      const shape = model.input.shape.map((size, axis) =>
        axis === 0 ? (size ?? 1) : Math.min(size ?? SAMPLES, SAMPLES),
      );
      const y = tf.tidy(() => model.run(tf.zeros(shape)));
      const values = y.dataSync().length;
      y.dispose();
      if (values === 0) throw new Error('a network that gives nothing');
      return 'read';
    } finally {
      model.dispose();
    }
  } catch (error) {
    if (!(error instanceof AppError && CLEAR.includes(error.code) && error.message !== '')) throw error;
    return 'refused';
  }
}

function filesIn(folder: string): Files {
  const names = readdirSync(folder).sort((a, b) => Number(b === 'model.json') - Number(a === 'model.json'));
  return names.map((name) => fileOf(folder, name));
}

function fileOf(folder: string, name: string): Files[number] {
  return { name, data: readFileSync(join(folder, name)) };
}
