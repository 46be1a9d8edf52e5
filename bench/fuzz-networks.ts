import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { fuzzNetworks, openMutated } from '../test/helpers/fuzz/open-mutated.ts';
import { tryDamaged } from './try-damaged.ts';

/**
 * `npm run bench:fuzz-networks [-- 10000 [ONNX]]`: opens so many damaged networks of each form (those whose name begins so), the same for
 * the same number, computes a record with those that open, and prints what became of them. Ends with 1 if one neither gives numbers nor is
 * refused clearly, needs more than a second of processor time, or leaves tensors behind where it opened.
 */
const inputs = Number(process.argv[2] ?? 10_000);
const only = process.argv[3] ?? '';

await openEngine();
const folder = mkdtempSync(join(tmpdir(), 'equipoise-fuzz-'));
let failures = 0;
try {
  for (const [name, network] of Object.entries(await fuzzNetworks(folder))) {
    if (!name.startsWith(only)) continue;
    const counts = { read: 0, refused: 0 };
    const attempt = async (seed: number): Promise<string[]> => {
      const before = tf.memory().numTensors;
      const outcome = await openMutated(network, seed, join(folder, 'damaged'));
      counts[outcome] += 1;
      const left = tf.memory().numTensors - before;
      return outcome === 'read' && left > 0 ? [`${left} tensors were left`] : [];
    };
    failures += await tryDamaged(name, inputs, attempt, () => `${counts.read} opened, ${counts.refused} refused`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
