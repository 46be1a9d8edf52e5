import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { loadClassifier } from '../../../src-main/ml/network/classifier.ts';

const folder = path.resolve(import.meta.dirname, '../../golden/ml');

it('a stored model gives the logits that an independent PyTorch program computed', async () => {
  const text = await readFile(path.join(folder, 'small-compact-logits.json'), 'utf8');
  const { x, logits } = JSON.parse(text) as { x: number[][]; logits: number[][] };
  const classifier = await loadClassifier(path.join(folder, 'small-compact'));
  const own = classifier.logits(tf.tensor2d(x)).arraySync();
  logits.forEach((row, i) => row.forEach((value, k) => expect(own[i]?.[k]).toBeCloseTo(value, 4)));
  classifier.dispose();
});
