import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { createRouter } from '../../../src-main/api/create-router.ts';
import { appRoot, programVersion } from '../../../src-main/hosts/app-root.ts';
import { spawnNodeWorker } from '../../../src-main/hosts/spawn-node-worker.ts';
import { createServices, type Services } from '../../../src-main/services/create-services.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { answer } from '../../helpers/answer-trial.ts';
import { cincRecord } from '../../helpers/cinc-files.ts';
import { READERS, tellWorkspace } from '../../helpers/tell-workspace.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

// Makes the workspace of this folder and what the program says about it; README.md tells how and by which version.

/** Its own folder, with a name that no machine is known by: the import stores where its file was. */
const SCRATCH = '/tmp/equipoise-fixture';
const HERE = import.meta.dirname;
const HAN2020 = join(HERE, '../ml/han2020/han2020.npz');

rmSync(SCRATCH, { recursive: true, force: true });
mkdirSync(SCRATCH);
await writeShortRecords(join(SCRATCH, 'short.zip'));
const folder = join(SCRATCH, 'workspace');
await using(folder, fillWorkspace);
tidy(folder);

const kept = join(HERE, 'workspace');
rmSync(kept, { recursive: true, force: true });
cpSync(folder, kept, { recursive: true, filter: (path) => !path.startsWith(join(folder, 'tmp')) });

const copy = join(SCRATCH, 'copy');
cpSync(kept, copy, { recursive: true });
await using(copy, async (services) => {
  const { exports, ...told } = await tellWorkspace(services);
  const out = join(HERE, 'told');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  for (const [name, rows] of Object.entries(told)) writeFileSync(join(out, `${name}.json`), lines(rows));
  for (const [name, text] of Object.entries(exports)) writeFileSync(join(out, name), text);
});
rmSync(SCRATCH, { recursive: true, force: true });

async function using(workspaceDir: string, work: (services: Services) => Promise<void>): Promise<void> {
  const version = programVersion(appRoot);
  const log = pino({ level: 'warn' });
  const services = await createServices({ workspaceDir, appRoot, spawnWorker: () => spawnNodeWorker(), log, version });
  try {
    await work(services);
  } finally {
    await services.close();
  }
}

/** A dataset as CinC 2017 has it, of records of 3 to 4 s: so short, because every sample is stored. */
async function writeShortRecords(path: string): Promise<void> {
  await using(join(SCRATCH, 'long'), async (services) => {
    const wanted = [25, 15, 15, 5];
    const client = createRouterClient(createRouter(services, 'web'));
    const { jobId } = await client.datasets.simulate({ records: 320, seed: 5, durationS: 9 });
    const { datasetId } = await services.jobs.finished(jobId as JobId<'simulate'>);
    const files: { name: string; data: Buffer | string }[] = [];
    const labels: string[] = [];
    for (const { id, label } of (await client.datasets.records({ datasetId: String(datasetId), limit: 1000 })).rows) {
      if (wanted[label]! < 1) continue;
      wanted[label]! -= 1;
      const { samples } = await client.datasets.record({ recordId: id });
      const name = `A${String(labels.length + 1).padStart(5, '0')}`;
      files.push(...cincRecord(name, Int16Array.from(samples.slice(0, 900 + ((labels.length * 37) % 300)))));
      labels.push(`${name},${'NAO~'[label]}\n`);
    }
    files.push({ name: 'REFERENCE.csv', data: labels.join('') });
    files.push({ name: 'RECORDS', data: labels.map((line) => `${line.split(',')[0]}\n`).join('') });
    writeFileSync(path, zipBytes(files.map((file) => ({ ...file, name: `short/${file.name}` }))));
  });
}

async function fillWorkspace(services: Services): Promise<void> {
  const client = createRouterClient(createRouter(services, 'web'));
  const done = async ({ jobId }: { jobId: string }): Promise<Record<string, string>> =>
    (await services.jobs.finished(jobId)) as Record<string, string>;

  const short = await done(await client.datasets.import({ path: join(SCRATCH, 'short.zip'), splitSeed: 5 }));
  await done(await client.datasets.simulate({ records: 6, seed: 2, durationS: 9, name: 'simulated' }));
  const datasetId = short['datasetId']!;
  const on = { datasetId, split: 'test' as const };

  // Models: one trained, one that it taught, one whose training was stopped, one imported.
  const small = { model: 'han2020' as const, width: 0.02, epochs: 2, batchSize: 16, cropSamples: [1200] };
  await done(await client.models.train({ datasetId, name: 'small', options: small }));
  const teachers = ['small'];
  await done(await client.models.train({ datasetId, name: 'taught', options: { ...small, teachers, half: 1 } }));
  const long = await client.models.train({ datasetId, name: 'stopped', options: { ...small, epochs: 500, seed: 3 } });
  await epochsDone(services, long.jobId, 2);
  await client.jobs.cancel({ jobId: long.jobId });
  await done(long);
  const request = { path: HAN2020, name: 'imported', precision: 'half' as const, unchecked: true };
  await services.jobs.finished(services.startModelImport(request).id);

  await done(await client.models.evaluate({ ...on, modelId: 'tiny' }));
  await done(await client.models.evaluate({ ...on, modelId: 'small', split: 'validation' }));
  await done(await client.models.compare({ ...on, modelIds: ['tiny', 'compact'] }));

  // Attacks: every method, and among them every option that is not the default.
  type Options = Parameters<typeof client.attacks.start>[0]['options'];
  const attack = async (options: Options, changes: { modelId?: string; split?: 'train'; limit?: number } = {}) =>
    (await done(await client.attacks.start({ modelId: 'tiny', ...on, ...changes, options })))['runId']!;
  const iterated = { epsilonUnits: 20, alphaUnits: 4, pgdSteps: 5 };
  await attack({ method: 'fgsm', epsilonUnits: 20, padding: 'han2020' });
  const restarted = { randomStart: true, restarts: 2, seed: 7 };
  const pgd = await attack({ method: 'pgd', ...iterated, epsilonUnits: 8, loss: 'margin', ...restarted });
  await attack({ method: 'pgd', ...iterated, target: 1, padding: 'han2020' });
  await attack({ method: 'smoothed-pgd', ...iterated, kernels: 'paired5', loss: 'dlr' });
  const sap = await attack({ method: 'sap', ...iterated, sapSteps: 6, kernels: 'paired5', padding: 'han2020' });
  await attack({ method: 'sap', ...iterated, epsilonUnits: 40, alphaUnits: 8, sapSteps: 4, target: 'han2020' });
  const probes = { spsaSteps: 6, spsaPairs: 2, blockSamples: 10, probeUnits: 3, seed: 5 };
  const spsa = await attack({ method: 'spsa', epsilonUnits: 40, alphaUnits: 8, ...probes });
  const searches = { binarySearchSteps: 3, adamSteps: 5, learningRateUnits: 2, initialC: 4, confidence: 0.5 };
  await attack({ method: 'ecgadv', epsilonUnits: 30, ...searches });
  await attack({ method: 'fgsm', epsilonUnits: 40 }, { modelId: 'small', split: 'train', limit: 4 });

  // Analyses: one of each kind.
  type Request = Parameters<typeof client.analyses.start>[0]['request'];
  const analyse = async (asked: Request) => done(await client.analyses.start({ request: asked }));
  const pgdAttack = { method: 'pgd' as const, ...iterated };
  const subject = { ...on, modelId: 'tiny', limit: 6 };
  await analyse({ kind: 'targeted-table', ...subject, attack: { method: 'fgsm', epsilonUnits: 40 } });
  await analyse({ kind: 'epsilon-curve', ...subject, attack: pgdAttack, epsilonsUnits: [1, 10, 40], alphaShare: 0.25 });
  await analyse({ kind: 'least-perturbation', ...subject, attack: pgdAttack, maxEpsilonUnits: 40, alphaShare: 0.25 });
  await analyse({ kind: 'existence', runId: sap, limit: 3, draws: 20, sigmaUnits: 4, compat: 'han2020', seed: 2 });
  const surrogate = { modelId: 'compact', surrogateModelId: 'tiny', limit: 6 };
  await analyse({ kind: 'transfer', ...subject, ...surrogate, attack: { ...pgdAttack, epsilonUnits: 40 } });

  await done(await client.attacks.verify({ runId: pgd }));
  await done(await client.attacks.verify({ runId: spsa, sample: 3, seed: 2 }));

  await readStudies(services, datasetId, done);
}

/** A locked study that two virtual readers finished and a person began, and a draft. */
async function readStudies(
  services: Services,
  datasetId: string,
  done: (started: { jobId: string }) => Promise<Record<string, string>>,
): Promise<void> {
  const client = createRouterClient(createRouter(services, 'web'));
  type Protocol = Parameters<typeof client.studies.create>[0]['protocol'];
  const pgd = { method: 'pgd' as const, epsilonUnits: 20, alphaUnits: 4, pgdSteps: 5 };
  // All as it is when nothing is asked for, but for the steps: 60 of them took half a minute.
  const sap = { method: 'sap' as const, pgdSteps: 4, sapSteps: 4 };
  const protocol: Protocol = {
    schemaVersion: 1,
    title: 'Old study',
    seed: 11,
    stimuli: { split: 'test', onlySuccessful: false },
    options: { paperSpeedMmPerS: 50, gainMmPerMv: 20, similarityMargin: 0.7 },
    tasks: [
      {
        id: 'which',
        question: 'which-is-real',
        instructions: 'Choose the tracing as it was recorded.',
        arms: [
          { name: 'SAP', attack: sap, pairs: 3 },
          { name: 'PGD', attack: pgd, pairs: 2 },
        ],
      },
      { id: 'same', question: 'same-class', arms: [{ name: 'SAP', attack: sap, pairs: 2 }] },
    ],
  };
  const { studyId } = await done(await client.studies.create({ protocol, datasetId, modelId: 'tiny' }));
  await client.studies.lock({ studyId: studyId! });
  await done(await client.studies.rehearse({ studyId: studyId!, readers: 2, probabilityRight: 0.7, seed: 4 }));

  let step = await client.reading.open({ studyId: studyId!, reader: READERS.halfWay });
  for (const responseTimeMs of [2100, 900.5, 4300]) {
    const changes = { responseTimeMs, choiceChanges: 1, focusLost: responseTimeMs > 4000 ? 1 : 0 };
    step = await client.reading.respond(answer(step, changes));
  }

  const draft: Protocol = {
    schemaVersion: 1,
    title: 'Old draft',
    seed: 12,
    options: { distinctRecords: 'none' },
    tasks: [{ id: 'same', question: 'same-class', arms: [{ name: 'PGD', attack: pgd, pairs: 2 }] }],
  };
  await done(await client.studies.create({ protocol: draft, datasetId, modelId: 'tiny' }));
}

/** Resolves when so many epochs are done. */
function epochsDone(services: Services, jobId: string, epochs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = services.jobs.subscribe((jobs) => {
      if ((jobs.find(({ id }) => id === jobId)?.done ?? 0) < epochs) return;
      stop();
      resolve();
    });
  });
}

/** One file in small pages, none of them free, and nothing beside it. */
function tidy(workspaceDir: string): void {
  const db = new Database(join(workspaceDir, 'workspace.sqlite'));
  db.pragma('journal_mode = DELETE');
  db.pragma('page_size = 1024');
  db.exec('VACUUM');
  db.close();
  const beside = readdirSync(workspaceDir).filter((name) => /-(wal|shm)$|\.lock$/.test(name));
  for (const name of beside) rmSync(join(workspaceDir, name));
}

/** JSON with one entry a line, so that a difference is seen in the entry that it is of. */
function lines(rows: readonly unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
