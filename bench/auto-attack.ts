import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { getRecord, listRecordIds, listSampleCounts } from '../src-main/db/datasets/records.ts';
import { openDb } from '../src-main/db/open.ts';
import { appRoot, programVersion } from '../src-main/hosts/app-root.ts';
import { createLog } from '../src-main/hosts/create-log.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { createServices } from '../src-main/services/create-services.ts';
import { attackOptionsSchema } from '../src-shared/attacks/index.ts';
import type { RecordId } from '../src-shared/record-id.ts';

/**
 * `npm run bench:auto-attack -- training2017.zip --labels … --permutation … [--model tiny --records 48 --epsilon 10 --norm linf
 * --subspace all --public ../auto-attack --seeds 2]`: our AutoAttack on the first test records of 30 s that the model gets right,
 * and, where --public names a copy of the public one (github.com/fra31/auto-attack) and EQUIPOISE_PEER_PYTHON a Python with torch,
 * that on the same records, both with so many seeds: which does one fool and the other not? Prints JSON.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    permutation: { type: 'string' },
    model: { type: 'string', default: 'tiny' },
    records: { type: 'string', default: '48' },
    epsilon: { type: 'string', default: '10' },
    norm: { type: 'string', default: 'linf' },
    subspace: { type: 'string', default: 'all' },
    method: { type: 'string', default: 'autoattack' },
    queries: { type: 'string', default: '5000' },
    public: { type: 'string' },
    seeds: { type: 'string', default: '1' },
  },
});
const LENGTH_SAMPLES = 9000;

const workspaceDir = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
try {
  const services = await createServices({
    ...{ workspaceDir, appRoot, spawnWorker: () => spawnNodeWorker() },
    ...{ log: createLog(), version: programVersion(appRoot) },
  });
  const { jobs, datasets, models, attacks } = services;
  const path = resolve(positionals[0] ?? 'training2017.zip');
  const files = { labelsPath: values.labels, permutationPath: values.permutation };
  await jobs.finished(datasets.startImport({ path, ...files }).id);
  const model = models.find(values.model);
  const { id: datasetId } = datasets.find();
  const attack = async (options: object, recordIds: readonly RecordId[]): Promise<string> => {
    const plan = { model, datasetId, split: 'test', options: attackOptionsSchema.parse(options) } as const;
    const job = jobs.start('attack', '', (own) => attacks.attackRecords(own, { ...plan, recordIds: [...recordIds] }));
    return (await jobs.finished(job.id)).runId;
  };

  const long = ofThirtySeconds(datasetId);
  const wanted = Number(values.records);
  // One step tells which records the model gets right.
  const looked = await attack({ method: 'fgsm' }, long.slice(0, 2 * wanted));
  const right = attacks
    .examples({ runId: looked }, 0, long.length)
    .rows.filter(({ originallyCorrect }) => originallyCorrect)
    .slice(0, wanted)
    .map(({ record }) => record);
  const named = new Set(right);
  const recordIds = long.filter((id) => named.has(nameOf(id)));
  const { norm, subspace, method } = values;
  const runIds: string[] = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const epsilonUnits = Number(values.epsilon);
    const [squareQueries, labelQueries] = [Number(values.queries), Number(values.queries)];
    const runId = await attack({ method, epsilonUnits, norm, subspace, squareQueries, labelQueries, seed }, recordIds);
    const { summary, options, engine } = attacks.run(runId);
    const standing = attacks.outcomes(runId).filter(({ fooled }) => fooled === 0);
    const { attackable, fooled, parts, secondsPerRecord } = summary;
    const left = { standing: standing.length, names: standing.map(({ record }) => record) };
    console.log(JSON.stringify({ options, engine, attackable, fooled, ...left, parts, secondsPerRecord }, null, 1));
    runIds.push(runId);
  }

  const python = process.env['EQUIPOISE_PEER_PYTHON'];
  if (values.public !== undefined && python !== undefined) {
    const exports: string[] = [];
    for (const [i, runId] of runIds.entries()) {
      const npz = join(workspaceDir, `run-${i + 1}.npz`);
      await jobs.finished(attacks.startExport(runId, npz).id);
      exports.push(npz);
    }
    const script = join(import.meta.dirname, 'auto_attack.py');
    const model = join(appRoot, 'resources/models', values.model);
    const args = [script, model, values.public, ...exports, '--seeds', values.seeds];
    const { error } = spawnSync(python, args, { stdio: ['ignore', 'inherit', 'ignore'] });
    if (error) throw error;
  } else {
    console.log('skipped: the public AutoAttack (--public and EQUIPOISE_PEER_PYTHON name it and a Python with torch)');
  }
  await services.close();
} finally {
  rmSync(workspaceDir, { recursive: true, force: true });
}

function ofThirtySeconds(datasetId: string): RecordId[] {
  return inWorkspace((db) => {
    const ids = listRecordIds(db, { datasetId, split: 'test' });
    const lengths = new Map(listSampleCounts(db, ids).map(({ id, sampleCount }) => [id, sampleCount]));
    return ids.filter((id) => lengths.get(id) === LENGTH_SAMPLES);
  });
}

function nameOf(id: RecordId): string {
  return inWorkspace((db) => getRecord(db, id)?.name ?? '');
}

function inWorkspace<T>(read: (db: ReturnType<typeof openDb>) => T): T {
  const db = openDb(join(workspaceDir, 'workspace.sqlite'));
  try {
    return read(db);
  } finally {
    db.close();
  }
}
