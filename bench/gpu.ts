import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Work } from './engine-worker.ts';
import { startWorkers } from './workers.ts';

/**
 * `npm run bench:gpu -- [--models compact,han2020 --records 32 --samples 9000 --rounds 3 --works forward,attackStep,sap]`: the engine, one process for
 * each core as the program attacks, beside WebGPU in one process, alternating in one run; and PyTorch on the same card where EQUIPOISE_PEER_PYTHON
 * names a Python whose torch has CUDA (gpu_peer.py). Needs `npm run setup -- --webgpu`. Without a graphics processor, as on the SwiftShader of Chromium
 * (LD_LIBRARY_PATH=/usr/lib/chromium VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json XDG_RUNTIME_DIR=/tmp), take few: --models tiny --records 2
 * --samples 300 --works forward,attackStep.
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'compact,han2020' },
    records: { type: 'string', default: '32' },
    samples: { type: 'string', default: '9000' },
    rounds: { type: 'string', default: '3' },
    works: { type: 'string', default: 'forward,attackStep,sap' },
  },
});
const [records, samples, rounds] = [values.records, values.samples, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const works = values.works.split(',') as Work[];
const cores = Math.min(availableParallelism(), records);
const peerFolder = join(process.env['EQUIPOISE_SHARED'] ?? resolve(import.meta.dirname, '../../shared'), 'peers');
const python = process.env['EQUIPOISE_PEER_PYTHON'];

const models: Record<string, unknown> = {};
for (const name of values.models.split(',')) {
  const folder = resolve(import.meta.dirname, '../resources/models', name);
  models[name] = { ...(await onBoth(folder)), pytorch: onTheSameCard(folder) };
}
process.stdout.write(
  `${JSON.stringify(
    {
      machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
      ...{ records, samples, rounds, unit: 'ms per record, median of the rounds', models },
    },
    null,
    2,
  )}\n`,
);

async function onBoth(folder: string): Promise<Record<string, unknown>> {
  const share = Array.from({ length: cores }, (_, i) => Math.floor((records + i) / cores));
  const engines = {
    native: await startWorkers(folder, share, samples, 'native'),
    webgpu: await startWorkers(folder, [records], samples, 'webgpu'),
  };
  const passes: Record<string, number[]> = {};
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const work of works) {
      for (const [name, engine] of Object.entries(engines)) {
        const ms = await engine.time(work);
        if (round > 0) (passes[`${work} ${name}`] ??= []).push(ms / records);
      }
    }
  }
  for (const engine of Object.values(engines)) engine.close();
  const rows = works.map((work) => {
    const [native, webgpu] = [middle(passes[`${work} native`]), middle(passes[`${work} webgpu`])];
    return [work, { native, webgpu, nativeByWebgpu: Number((native / webgpu).toFixed(2)) }] as const;
  });
  return { engine: engines.webgpu.engine, nativeProcesses: cores, ...Object.fromEntries(rows) };
}

function onTheSameCard(folder: string): unknown {
  if (!python) return 'skipped: set EQUIPOISE_PEER_PYTHON to a Python whose torch has CUDA';
  if (!existsSync(join(peerFolder, 'torch_peer.py')))
    return `skipped: there is no ${join(peerFolder, 'torch_peer.py')}`;
  const given = [join(import.meta.dirname, 'gpu_peer.py'), peerFolder, folder, String(records), String(samples)];
  const { stdout, status, stderr } = spawnSync(python, given, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The peer failed: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}

function middle(numbers: readonly number[] = []): number {
  return Number((numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN).toFixed(2));
}
