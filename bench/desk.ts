import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDb } from '../src-main/db/open.ts';
import { simulateRecords } from '../src-main/ecg/simulate/simulate-records.ts';
import { uniform } from '../src-main/numeric/random.ts';
import { seeded } from '../src-main/numeric/seeding.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { openBundle } from '../src-main/services/create-services.ts';
import { questionOf } from '../src-shared/questions/index.ts';
import { answer } from '../test/helpers/answer-trial.ts';
import { openReadingServices } from '../test/helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../test/helpers/study-fixture.ts';
import { stopsDuring } from './main-stops.ts';

/**
 * `npm run bench:desk [-- --readers 50 --trials 500]`: files that came back from so many readers are collected, the study
 * is unsealed, every table is made, and the pack for a paper; then the workspace is backed up and checked. How long each takes, the longest time for which it stops the
 * program, and how much memory it needs. Making and answering the files takes minutes before that and is not counted.
 */
const { values } = parseArgs({
  options: { readers: { type: 'string', default: '50' }, trials: { type: 'string', default: '500' } },
});
const [readers, trials] = [Number(values.readers), Number(values.trials)];
const PASSPHRASE = 'of no use after this';

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
try {
  const workspace = join(folder, 'workspace');
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; Node ${process.version}`);
  const { studyId, files } = await readFiles(workspace);
  await measureDesk(workspace, studyId, files);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A locked study with a sealed file for each reader, each answered to its end. */
async function readFiles(workspace: string): Promise<{ studyId: string; files: string[] }> {
  const services = await openReadingServices(workspace);
  const db = openDb(join(workspace, 'workspace.sqlite'));
  const { studyId } = addStudy(db, { pairs: pairs(trials), protocol: { readers: { codes: readers } } });
  db.close();
  const codes = services.studies.list()[0]?.codes ?? [];
  const sent = join(folder, 'sent');
  await services.bundles.unlock(PASSPHRASE);
  for await (const { path } of services.bundles.export({ studyId, folder: sent, readers: codes })) say(`made ${path}`);
  await services.close();
  const files = readdirSync(sent).map((name) => join(sent, name));
  for (const [at, path] of files.entries()) await readFile(path, at);
  return { studyId, files };
}

async function readFile(path: string, seed: number): Promise<void> {
  const random = seeded(seed);
  // Each reader tells a share of their own apart.
  const share = 0.45 + 0.3 * uniform(random);
  const bundle = openBundle({ path, otherwiseIn: folder, version: '0.0.0' });
  const code = /(\w{5}-\w{5})\.equipoise$/.exec(path)?.[1]?.toUpperCase() ?? '';
  try {
    let step = await bundle.sessions.open(bundle.sessions.studies()[0]!.id, code);
    while (step.trial) {
      const said = questionOf(step.trial.question).answers[uniform(random) < share ? 0 : 1]!.id;
      step = bundle.sessions.respond(answer(step, { answer: said, responseTimeMs: 2000 + 8000 * uniform(random) }));
    }
  } finally {
    await bundle.close();
  }
  say(`read ${path}`);
}

async function measureDesk(workspace: string, studyId: string, files: readonly string[]): Promise<void> {
  const services = await openReadingServices(workspace, {
    appRoot: resolve(import.meta.dirname, '..'),
    spawnWorker: () => spawnNodeWorker(),
  });
  const before = process.resourceUsage().maxRSS;
  let seconds = 0;
  const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const { stops } = await stopsDuring(work);
    seconds += stops.seconds;
    say(
      `${what.padEnd(34)} ${stops.seconds.toFixed(1).padStart(6)} s; longest stop ${stops.longestStopMs} ms ` +
        `(processor: ${stops.longestComputingMs} ms); load ${loadavg()[0]!.toFixed(1)}`,
    );
  };
  await measure(`${files.length} files collected`, async () => {
    const returned = files.map((path) => ({ at: { path }, unfinished: null }));
    for await (const { file, problems } of services.bundles.collect(studyId, returned))
      if (problems.length > 0) throw new Error(`${file}: ${problems.join('; ')}`);
  });
  await measure('unsealed', () => services.results.open(studyId, { reason: null, passphrase: PASSPHRASE }, 'window'));
  await measure('table of responses', () => services.results.responses(studyId));
  await measure('table over all readers', () => services.results.panel(studyId));
  await measure('table of agreement', () => services.results.agreement(studyId));
  let bytes = 0;
  await measure('pack', async () => void (bytes = (await services.results.pack(studyId)).bytes.length));
  const desk = seconds;
  await measure('backup', () => services.backups.backUp('asked'));
  // What it finds is that the fixture's model has no folder.
  await measure('workspace checked', () => services.jobs.finished(services.checking.start().id));
  say(`In all ${desk.toFixed(1)} s without the last two; aim: 60. The pack has ${(bytes / 2 ** 20).toFixed(1)} MB.`);
  const rss = (kb: number): string => `${Math.round(kb / 1024)} MB`;
  say(`Most memory that it had: ${rss(process.resourceUsage().maxRSS)}, of which ${rss(before)} before; aim: 1 GB`);
  await services.close();
}

/** Ten seconds of normal rhythm from another moment on for each pair, and the same with a slow wave of 10 µV. */
function pairs(count: number): FixturePair[] {
  const normal = [...simulateRecords({ records: 20, seed: 5, durationS: 10 })].filter(({ label }) => label === 0);
  return Array.from({ length: count }, (_, i) => {
    const { samples } = normal[i % normal.length]!;
    const original = samples.map((_, t) => samples[(t + 37 * i) % samples.length]!);
    // Whole waves: an end that differs would be refused as telling.
    const wave = (t: number): number => Math.round(10 * Math.sin((2 * Math.PI * 24 * t) / original.length));
    return [original, original.map((value, t) => value + wave(t))] as const;
  });
}

function say(line: string): void {
  console.log(line);
}
