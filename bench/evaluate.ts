import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { recordIdSchema } from '../src-shared/record-id.ts';
import { writeRecordPack, type PackedRecord } from '../src-main/ecg/dataset/record-pack.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { runTasks } from '../src-main/jobs/run-tasks.ts';
import { shareRecords } from '../src-main/jobs/share-records.ts';
import { gaussian, generatorFor } from '../src-main/numeric/random.ts';

/**
 * `npm run bench:evaluate [-- --records 64 --rounds 3 --model <folder>]`: a model classifies records in one worker and in
 * one for each core, alternating in one run, with the time that a worker takes to start; and whether both give the same
 * probabilities to the last bit.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string', default: resolve(import.meta.dirname, '../resources/models/compact') },
  },
});
const cores = availableParallelism();
const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));

/** Seven in ten last 30 s, as in CinC 2017; the rest are shorter or longer. */
const records = Array.from({ length: Number(values.records) }, (_, i): PackedRecord & { sampleCount: number } => {
  const random = generatorFor(i);
  const sampleCount = i % 10 < 7 ? 9000 : 3000 * (1 + (i % 6));
  const samples = Int16Array.from({ length: sampleCount }, () => Math.round(200 * gaussian(random)));
  const form = { samplingHz: 300, unitsPerMv: 1000, label: 0, split: 'test' } as const;
  return { ...form, id: recordIdSchema.parse(i + 1), name: `R${i}`, samples, sampleCount };
});

/** Probabilities by record, and the seconds that it took. */
async function classified(workers: number): Promise<{ probabilities: string; seconds: number }> {
  const shares = shareRecords(records, workers, { wholeBatches: true });
  const inputs = await Promise.all(
    shares.map(async (share, i) => {
      const packPath = join(folder, `${workers}-${i}.pack`);
      await writeRecordPack(packPath, share);
      return { packPath, modelFolder: values.model };
    }),
  );
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  const begun = performance.now();
  const parts = await runTasks(() => spawnNodeWorker(), 'evaluate', inputs, hooks);
  const seconds = (performance.now() - begun) / 1000;
  const predictions = parts.flatMap((part) => part.predictions).sort((a, b) => a.id - b.id);
  return { probabilities: JSON.stringify(predictions), seconds };
}

const seconds: [number[], number[]] = [[], []];
const answers = new Set<string>();
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [i, workers] of [1, cores].entries()) {
      const { probabilities, seconds: took } = await classified(workers);
      seconds[i]?.push(took);
      answers.add(probabilities);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const [one, all] = seconds.map((list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number);
process.stdout.write(
  `${JSON.stringify(
    {
      machine: `${cores} × ${cpus()[0]?.model ?? 'unknown'}`,
      model: values.model.split('/').at(-1),
      records: records.length,
      secondsInOneWorker: Number(one?.toFixed(2)),
      [`secondsIn${cores}`]: Number(all?.toFixed(2)),
      ratio: Number(((one ?? NaN) / (all ?? NaN)).toFixed(2)),
      sameToTheLastBit: answers.size === 1,
    },
    null,
    2,
  )}\n`,
);
