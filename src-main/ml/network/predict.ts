import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { batchesByLength } from '../../numeric/batching.ts';

/** Anything that turns signals (batch, samples), ADC units, into logits (batch, classes). */
export type LogitsOf = (x: tf.Tensor2D) => tf.Tensor2D;

export interface PredictHooks {
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Logits of whole records, each at its own length and without padding: records of equal length share a batch. Yields to
 * the event loop between batches, so that progress goes out and a stop comes in. Throws AppError 'damaged' for logits that
 * are not finite.
 */
export async function predictRecords(
  logitsOf: LogitsOf,
  records: readonly (Int16Array | Float32Array)[],
  hooks: PredictHooks = {},
): Promise<Float32Array[]> {
  const results: Float32Array[] = Array.from(records, () => new Float32Array(0));
  let done = 0;
  for (const indices of batchesByLength(records.map((record) => record.length))) {
    hooks.signal?.throwIfAborted();
    const length = records[indices[0] as number]!.length;
    const x = new Float32Array(indices.length * length);
    indices.forEach((index, row) => x.set(records[index]!, row * length));
    const output = tf.tidy(() => logitsOf(tf.tensor2d(x, [indices.length, length])));
    const logits = await output.data<'float32'>();
    output.dispose();
    const bad = logits.find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      const text = `The model gives ${bad} for a record of ${length} samples: its weights are damaged or too large.`;
      throw new AppError('damaged', `${text} Choose another model.`);
    }
    const classes = logits.length / indices.length;
    indices.forEach((index, row) => (results[index] = logits.slice(row * classes, (row + 1) * classes)));
    done += indices.length;
    hooks.onProgress?.(done, records.length);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return results;
}
