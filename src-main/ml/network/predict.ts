import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** Anything that turns signals (batch, samples), ADC units, into logits (batch, classes). */
export type LogitsOf = (x: tf.Tensor2D) => tf.Tensor2D;

export interface PredictHooks {
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** About how many samples go through a model at once: enough to keep it busy, little enough for small memories. */
const SAMPLES_AT_ONCE = 32 * 9000;

/**
 * Logits of whole records, each at its own length and without padding: records of equal length share a batch. Gives up
 * its turn between batches, so that progress can leave and a stop can arrive.
 */
export async function predictRecords(
  logitsOf: LogitsOf,
  records: readonly (Int16Array | Float32Array)[],
  hooks: PredictHooks = {},
): Promise<Float32Array[]> {
  const results: Float32Array[] = Array.from(records, () => new Float32Array(0));
  let done = 0;
  for (const places of batchesByLength(records.map((record) => record.length))) {
    hooks.signal?.throwIfAborted();
    const length = records[places[0] as number]!.length;
    const x = new Float32Array(places.length * length);
    places.forEach((place, row) => x.set(records[place]!, row * length));
    const output = tf.tidy(() => logitsOf(tf.tensor2d(x, [places.length, length])));
    const logits = output.dataSync<'float32'>();
    output.dispose();
    const classes = logits.length / places.length;
    places.forEach((place, row) => (results[place] = logits.slice(row * classes, (row + 1) * classes)));
    done += places.length;
    hooks.onProgress?.(done, records.length);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return results;
}

/** Places in `lengths`, grouped by equal length and cut into batches of a bearable size. */
export function batchesByLength(
  lengths: readonly number[],
  samplesAtOnce = SAMPLES_AT_ONCE,
  rowsAtOnce: (samples: number) => number = () => Infinity,
): number[][] {
  const groups = new Map<number, number[]>();
  lengths.forEach((length, place) => {
    const group = groups.get(length);
    if (group === undefined) groups.set(length, [place]);
    else group.push(place);
  });
  const batches: number[][] = [];
  for (const [length, places] of [...groups].sort((a, b) => a[0] - b[0])) {
    const size = Math.max(1, Math.min(Math.floor(samplesAtOnce / length), rowsAtOnce(length)));
    for (let i = 0; i < places.length; i += size) batches.push(places.slice(i, i + size));
  }
  return batches;
}

/** The class with the largest logit; the first of equal ones. */
export function classOf(logits: Float32Array): ClassIndex {
  return logits.indexOf(Math.max(...logits)) as ClassIndex;
}
