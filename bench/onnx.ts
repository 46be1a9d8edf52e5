import * as tf from '@tensorflow/tfjs-core';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { buildModel } from '../src-main/ml/models/index.ts';
import { makeClassifier } from '../src-main/ml/network/classifier.ts';
import { parseGraph } from '../src-main/ml/network/graph.ts';
import { openOnnx } from '../src-main/ml/onnx/open-onnx.ts';
import { writeOnnx } from '../src-main/ml/onnx/write-onnx.ts';

// How much slower a network is when it comes as an ONNX file: logits and gradients of compact, 30 s at 300 Hz, in both forms.

const ROWS = 8;
const SAMPLES = 9000;
const ROUNDS = 7;

/** Median of the time that f takes, ms per record; the first round does not count. */
function time(f: () => tf.Tensor): number {
  const times = Array.from({ length: ROUNDS + 1 }, () => {
    const begun = performance.now();
    const y = tf.tidy(f);
    y.dataSync();
    y.dispose();
    return (performance.now() - begun) / ROWS;
  });
  return times.slice(1).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}

const engine = await openEngine();
const model = buildModel('compact', 1);
const own = makeClassifier(model);
const onnx = await openOnnx(writeOnnx(parseGraph(model.topology), model.weights));
const x = tf.mul(tf.sin(tf.reshape(tf.range(0, ROWS * SAMPLES), [ROWS, SAMPLES])), 200);
const asOwn = (v: tf.Tensor): tf.Tensor => own.logits(v as tf.Tensor2D);
const asOnnx = (v: tf.Tensor): tf.Tensor => onnx.scores(tf.reshape(v, [ROWS, 1, SAMPLES]));
const slope = (f: (v: tf.Tensor) => tf.Tensor) => (): tf.Tensor => tf.grad((v) => tf.sum(f(v)))(x);

process.stdout.write(`compact, ${ROWS} records of ${SAMPLES} samples, ${engine.version}, ms per record\n`);
for (const [what, a, b] of [
  ['logits', () => asOwn(x), () => asOnnx(x)],
  ['with gradients', slope(asOwn), slope(asOnnx)],
] as const) {
  const [ours, theirs] = [time(a), time(b)];
  const ratio = (theirs / ours).toFixed(2);
  process.stdout.write(`${what}: own ${ours.toFixed(1)}, as ONNX ${theirs.toFixed(1)}, ratio ${ratio}\n`);
}
