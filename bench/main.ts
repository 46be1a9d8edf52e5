import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Work } from './engine-worker.ts';
import { startWorkers, type BenchWorkers } from './workers.ts';

/**
 * `npm run bench [-- --records 32 --rounds 3 --model <folder> --engine wasm]`: the bundled model beside the PyTorch peer
 * on the same work, alternating in one run. Ours runs twice: as one process of one thread, and as one such process for
 * each core, which is how the program attacks and trains. The peer is ../shared/peers/torch_peer.py, run by
 * EQUIPOISE_PEER_PYTHON with all cores and with one; without them, ours runs alone.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '32' },
    samples: { type: 'string', default: '9000' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string', default: resolve(import.meta.dirname, '../resources/models/compact') },
    engine: { type: 'string' },
  },
});
const [records, samples, rounds] = [values.records, values.samples, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const cores = availableParallelism();
const peerScript = join(
  process.env['EQUIPOISE_SHARED'] ?? resolve(import.meta.dirname, '../../shared'),
  'peers',
  'torch_peer.py',
);
const python = process.env['EQUIPOISE_PEER_PYTHON'];

/** Milliseconds per record. */
type Timing = Partial<Record<Work | 'sapLean' | 'sapAsPublished', number>>;

const WORKS = ['forward', 'attackStep', 'trainStep', 'sap'] as const;
/** Passes of each kind of work; the median counts. */
const PASSES: Record<Work, number> = { forward: 5, attackStep: 5, trainStep: 5, sap: 1 };

const rows: Record<string, Timing[]> = {};
let engine = '';
for (let round = 0; round < rounds; round += 1) {
  await measure('one process, one thread', [records]);
  await measure(`${cores} processes, one thread each`, share(records, cores));
  measurePeer(`PyTorch, ${cores} threads`, cores);
  if (round === 0) measurePeer('PyTorch, one thread', 1);
}

const table = Object.fromEntries(Object.entries(rows).map(([name, timings]) => [name, median(timings)]));
process.stdout.write(
  `${JSON.stringify(
    {
      engine,
      machine: `${cores} × ${cpus()[0]?.model ?? 'unknown'}`,
      model: values.model.split('/').at(-1),
      records,
      samples,
      rounds,
      unit: 'ms per record, median of the rounds',
      ...table,
      ratios: ratios(table) ?? 'skipped: set EQUIPOISE_PEER_PYTHON to a Python with torch',
    },
    null,
    2,
  )}\n`,
);

async function measure(name: string, shares: number[]): Promise<void> {
  const workers = await startWorkers(values.model, shares, samples, values.engine);
  engine = workers.engine;
  const timing: Timing = {};
  for (const work of WORKS.filter((name) => name !== 'trainStep')) timing[work] = await timed(workers, work, records);
  workers.close();
  // A training divides the towers of the model among its processes, not the records of a batch.
  const training = await startWorkers(values.model, [records], samples, values.engine, shares.length);
  timing.trainStep = await timed(training, 'trainStep', records);
  training.close();
  (rows[name] ??= []).push(timing);
}

async function timed(workers: BenchWorkers, work: Work, total: number): Promise<number> {
  // SAP's first step is one of sixty; the rest run warmed up, as the peer's do.
  if (work !== 'sap') await workers.time(work);
  const passes: number[] = [];
  for (let i = 0; i < PASSES[work]; i += 1) passes.push(await workers.time(work));
  return middle(passes) / total;
}

function measurePeer(name: string, threads: number): void {
  if (!python || !existsSync(peerScript)) return;
  const given = ['--records', String(records), '--samples', String(samples), '--threads', String(threads)];
  const { stdout, status, stderr } = spawnSync(python, [peerScript, 'bench', values.model, ...given], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The peer failed: ${stderr}`);
  const { forward, attackStep, trainStep, sapLean, sapAsPublished } = JSON.parse(stdout) as Required<Timing>;
  (rows[name] ??= []).push({ forward, attackStep, trainStep, sapLean, sapAsPublished });
}

function share(count: number, parts: number): number[] {
  return Array.from({ length: Math.min(count, parts) }, (_, i) => Math.floor((count + i) / parts));
}

function median(timings: Timing[]): Timing {
  const keys = Object.keys(timings[0] ?? {}) as (keyof Timing)[];
  return Object.fromEntries(
    keys.map((key) => [key, Number(middle(timings.map((timing) => timing[key] ?? Number.NaN)).toFixed(2))]),
  );
}

function middle(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}

/** The peer's time divided by ours, all cores against all cores. */
function ratios(medians: Record<string, Timing>): Record<string, number> | undefined {
  const ours = medians[`${cores} processes, one thread each`];
  const peer = medians[`PyTorch, ${cores} threads`];
  if (!ours || !peer) return undefined;
  const ratio = (theirs: keyof Timing, mine: keyof Timing): number =>
    Number(((peer[theirs] ?? Number.NaN) / (ours[mine] ?? Number.NaN)).toFixed(2));
  return {
    forward: ratio('forward', 'forward'),
    attackStep: ratio('attackStep', 'attackStep'),
    trainStep: ratio('trainStep', 'trainStep'),
    sapAgainstLean: ratio('sapLean', 'sap'),
    sapAgainstPublished: ratio('sapAsPublished', 'sap'),
  };
}
