import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { buildCompact, COMPACT } from '../../../src-main/ml/models/compact.ts';
import { predictRecords } from '../../../src-main/ml/network/predict.ts';
import { classOf } from '../../../src-main/numeric/logits.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';

it('makes the compact model less sure of a record with every method, and leaves no tensor', async () => {
  await openEngine();
  const classifier = makeClassifier(buildCompact(3, { ...COMPACT, stages: COMPACT.stages.slice(0, 3) }));
  const before = tf.memory().numTensors;
  const x = Float32Array.from(
    { length: 600 },
    (_, i) => 300 * Math.exp(-(((i % 220) - 90) ** 2) / 20) + 40 * Math.sin(i / 25),
  );
  const logitsOf = async (signal: Float32Array): Promise<Float32Array> =>
    (await predictRecords((v) => classifier.logits(v), [Int16Array.from(signal)]))[0]!;
  const logits = await logitsOf(x);
  const label = classOf(logits);
  for (const method of ['fgsm', 'pgd', 'smoothed-pgd', 'sap'] as const) {
    const options = attackOptionsSchema.parse({ method, epsilonUnits: 40, alphaUnits: 4, pgdSteps: 10, sapSteps: 10 });
    const { adversarial } = await attackBatch(classifier, { x: [x], labels: [label] }, options);
    expect(lossOf(await logitsOf(adversarial[0]!), label), method).toBeGreaterThan(lossOf(logits, label));
  }
  expect(tf.memory().numTensors).toBe(before);
  classifier.dispose();
});

function lossOf(logits: Float32Array, label: number): number {
  return Math.log(logits.reduce((sum, z) => sum + Math.exp(z - logits[label]!), 0));
}
