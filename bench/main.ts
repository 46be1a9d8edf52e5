import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attackOptionsSchema } from '../src-shared/attack-options.ts';
import { attackBatch } from '../src-main/attacks/attack-batch.ts';
import { inputGradient } from '../src-main/attacks/gradient.ts';
import { makeGoal } from '../src-main/attacks/loss.ts';
import { loadClassifier } from '../src-main/ml/classifier.ts';
import { openEngine } from '../src-main/ml/engine.ts';
import { generatorFor, gaussian } from '../src-main/ml/random.ts';
import * as tf from '@tensorflow/tfjs-core';

/**
 * `npm run bench [-- --records 32 --rounds 3]`: the bundled model beside the PyTorch peer on the same work, alternating
 * in one run. The peer is ../shared/peers/torch_peer.py, run by EQUIPOISE_PEER_PYTHON; without them, ours alone.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const records = option('records', 32);
const rounds = option('rounds', 3);
const SAMPLES = 9000;

const modelFolder = resolve(import.meta.dirname, '../resources/models/compact');
const peerScript = join(
  process.env['EQUIPOISE_SHARED'] ?? resolve(import.meta.dirname, '../../shared'),
  'peers',
  'torch_peer.py',
);
const python = process.env['EQUIPOISE_PEER_PYTHON'];

const engine = await openEngine();
const classifier = await loadClassifier(modelFolder);
const random = generatorFor(1);
const signals = Array.from({ length: records }, () =>
  Float32Array.from({ length: SAMPLES }, () => 200 * gaussian(random)),
);
const labels = signals.map(() => 0 as const);

const ours: Timing[] = [];
const theirs: Timing[] = [];
for (let round = 0; round < rounds; round++) {
  ours.push(await measureOurs());
  const peer = measurePeer();
  if (peer) theirs.push(peer);
}
const result = {
  engine: engine.version,
  records,
  samples: SAMPLES,
  unit: 'ms per record, median of the rounds',
  ours: median(ours),
  peer: theirs.length > 0 ? median(theirs) : 'skipped: set EQUIPOISE_PEER_PYTHON to a Python with torch',
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

interface Timing {
  forward: number;
  attackStep: number;
  sap: number;
  sapAsPublished?: number;
}

async function measureOurs(): Promise<Timing> {
  const goal = makeGoal(
    labels,
    labels.map(() => null),
    4,
  );
  const step = (): void => tf.tidy(() => void inputGradient(classifier, batch(), goal).gradient.dataSync());
  const forward = (): void => tf.tidy(() => void classifier.logits(batch()).dataSync());
  forward();
  step();
  return {
    forward: await msPerRecord(forward),
    attackStep: await msPerRecord(step),
    sap: await msPerRecord(() =>
      attackBatch(classifier, { x: signals, labels }, attackOptionsSchema.parse({ method: 'sap' })),
    ),
  };
}

function batch(): tf.Tensor2D {
  const flat = new Float32Array(records * SAMPLES);
  signals.forEach((signal, i) => flat.set(signal, i * SAMPLES));
  return tf.tensor2d(flat, [records, SAMPLES]);
}

async function msPerRecord(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / records;
}

function measurePeer(): Timing | undefined {
  if (!python || !existsSync(peerScript)) return undefined;
  const { stdout, status, stderr } = spawnSync(
    python,
    [peerScript, 'bench', modelFolder, '--records', String(records)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The peer failed: ${stderr}`);
  const { forward, attackStep, sapLean, sapAsPublished } = JSON.parse(stdout) as Record<string, number>;
  return { forward, attackStep, sap: sapLean, sapAsPublished } as Timing;
}

function median(timings: Timing[]): Timing {
  const of = (key: keyof Timing): number => {
    const values = timings.map((timing) => timing[key] ?? NaN).sort((a, b) => a - b);
    return Number((values[Math.floor(values.length / 2)] as number).toFixed(1));
  };
  const published = timings[0]?.sapAsPublished === undefined ? {} : { sapAsPublished: of('sapAsPublished') };
  return { forward: of('forward'), attackStep: of('attackStep'), sap: of('sap'), ...published };
}
