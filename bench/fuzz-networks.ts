import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { fuzzNetworks, openMutated } from '../test/helpers/fuzz/open-mutated.ts';

/**
 * `npm run bench:fuzz-networks [-- 10000 [ONNX]]`: opens so many damaged networks of each form (those whose name begins so), the same for
 * the same number, computes a record with those that open, and prints what became of them. Ends with 1 if one neither gives numbers nor is
 * refused clearly, needs more than a second of processor time, or leaves tensors behind where it opened.
 */
const inputs = Number(process.argv[2] ?? 10_000);
const only = process.argv[3] ?? '';
const MOST_MS = 1000;

await openEngine();
const folder = mkdtempSync(join(tmpdir(), 'equipoise-fuzz-'));
let failures = 0;
try {
  for (const [name, network] of Object.entries(await fuzzNetworks(folder))) {
    if (!name.startsWith(only)) continue;
    const counts = { read: 0, refused: 0 };
    let slowestMs = 0;
    const problems: string[] = [];
    for (let seed = 0; seed < inputs; seed++) {
      const cpu = process.cpuUsage();
      const before = tf.memory().numTensors;
      try {
        const outcome = await openMutated(network, seed, join(folder, 'damaged'));
        counts[outcome] += 1;
        const left = tf.memory().numTensors - before;
        if (outcome === 'read' && left > 0) problems.push(`seed ${seed}: ${left} tensors were left`);
      } catch (error) {
        problems.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      const { user, system } = process.cpuUsage(cpu);
      const ms = (user + system) / 1000;
      slowestMs = Math.max(slowestMs, ms);
      if (ms > MOST_MS) problems.push(`seed ${seed}: it took ${Math.round(ms)} ms`);
    }
    console.log(`${name}: ${counts.read} opened, ${counts.refused} refused, slowest ${Math.round(slowestMs)} ms`);
    for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
    if (problems.length > 5) console.log(`  and ${problems.length - 5} more`);
    failures += problems.length;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
