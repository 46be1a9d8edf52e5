import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Work } from './engine-worker.ts';
import { startWorkers } from './workers.ts';

/**
 * `npm run bench:wasm -- [--records 16 --rounds 3 --model <folder>]`: the time of the WASM engine as a multiple of
 * native TensorFlow's on the same work, one process of one thread each, alternating in one run.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '16' },
    samples: { type: 'string', default: '9000' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string', default: resolve(import.meta.dirname, '../resources/models/compact') },
  },
});
const [records, samples, rounds] = [values.records, values.samples, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const WORKS: readonly Work[] = ['forward', 'attackStep', 'trainStep'];
const ENGINES = ['native', 'wasm'] as const;

const workers = await Promise.all(ENGINES.map((engine) => startWorkers(values.model, [records], samples, engine)));
/** Milliseconds of every pass, by work and engine. */
const passes = WORKS.map(() => ENGINES.map((): number[] => []));
// The first round warms up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [w, work] of WORKS.entries()) {
    for (const [e, engine] of workers.entries()) {
      const ms = await engine.time(work);
      if (round > 0) passes[w]?.[e]?.push(ms);
    }
  }
}
for (const engine of workers) engine.close();

const middle = (numbers: readonly number[] = []): number =>
  (numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN) / records;
const table = WORKS.map((work, w) => {
  const [native, wasm] = [middle(passes[w]?.[0]), middle(passes[w]?.[1])];
  const row = {
    native: Number(native.toFixed(2)),
    wasm: Number(wasm.toFixed(2)),
    times: Number((wasm / native).toFixed(1)),
  };
  return [work, row];
});
process.stdout.write(
  `${JSON.stringify(
    {
      engines: workers.map(({ engine }) => engine),
      model: values.model.split('/').at(-1),
      records,
      samples,
      rounds,
      unit: 'ms per record, one thread, median of the rounds',
      ...Object.fromEntries(table),
    },
    null,
    2,
  )}\n`,
);
