import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NpyArray } from '../../../src-main/ecg/numpy/npy.ts';
import { readNpz } from '../../../src-main/ecg/numpy/npz.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { han2020FromArrays } from '../../../src-main/ml/models/han2020-arrays.ts';
import { HAN2020_GOLDEN } from './han2020-golden.ts';

await openEngine();
const path = join(HAN2020_GOLDEN, 'han2020.npz');

async function refusal(change: (arrays: Record<string, NpyArray>) => void): Promise<[code: string, message: string]> {
  const arrays = await readNpz(path);
  change(arrays);
  try {
    han2020FromArrays(arrays, 'file.npz');
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.message];
  }
  throw new Error('It was not refused.');
}

it('the width follows from the shapes, and what the network has not is left alone', async () => {
  const arrays = await readNpz(path);
  arrays['bn1_num_batches_tracked'] = { shape: [], data: new Float64Array(1) };
  expect(han2020FromArrays(arrays, 'file.npz').width).toBe(0.02);
});

it('a missing array is named, with where the list of them is', async () => {
  const [code, message] = await refusal((arrays) => delete arrays['bn7_var']);
  expect([code, message]).toEqual([
    'bad-input',
    expect.stringContaining('file.npz has no array "bn7_var". docs/han2020.md'),
  ]);
});

it('an array of another shape is named with both shapes', async () => {
  expect(await refusal((arrays) => (arrays['conv2_b']!.shape = [1, 5]))).toEqual([
    'bad-input',
    'file.npz: the array "conv2_b" has the shape (1, 5), not (5).',
  ]);
  // TensorFlow's order of axes instead of PyTorch's.
  expect(await refusal((arrays) => (arrays['conv2_w']!.shape = [16, 6, 5]))).toEqual([
    'bad-input',
    expect.stringMatching(/6, 16, 5, .* filters\. The paper's network has no such filters at any width/),
  ]);
  expect(await refusal((arrays) => (arrays['conv2_w']!.shape = [5, 16, 6]))).toEqual([
    'bad-input',
    'file.npz: the array "conv2_w" has the shape (5, 16, 6), not (5, 6, 16).',
  ]);
});

it('an array that holds whole numbers, or something that is not a number, is named', async () => {
  expect(await refusal((arrays) => (arrays['fc_b'] = { shape: [4], data: new Int32Array(4) }))).toEqual([
    'bad-input',
    'file.npz: the array "fc_b" does not hold floating-point numbers.',
  ]);
  expect(await refusal((arrays) => (arrays['conv3_w']!.data[7] = NaN))).toEqual([
    'damaged',
    'file.npz: number 7 of the array "conv3_w" is NaN.',
  ]);
});

it('a negative variance is refused by name, when the arrays are read', async () => {
  const [code, message] = await refusal((arrays) => ((arrays['bn3_var']!.data as Float32Array)[1] = -1));
  expect([code, message]).toEqual(['damaged', expect.stringContaining('number 1 of the array "bn3_var" is -1')]);
});
