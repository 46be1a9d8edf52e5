import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listRecordIds, listSampleCounts } from '../src-main/db/datasets/records.ts';
import { openDb } from '../src-main/db/open.ts';
import { appRoot, programVersion } from '../src-main/hosts/app-root.ts';
import { createLog } from '../src-main/hosts/create-log.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { MAX_WORKERS } from '../src-main/jobs/run-tasks.ts';
import { createServices } from '../src-main/services/create-services.ts';
import { attackOptionsSchema } from '../src-shared/attacks/index.ts';

/**
 * `npm run bench:verify -- training2017.zip --labels … --permutation … [--method pgd --sizes 7,9,13,23,31 --first A00220]`:
 * attacks as many records of one length at once as each size says, on one core and on two, and verifies a sample of each
 * run on both: is every example the same, whatever it shared a batch with? Linux only (taskset).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    permutation: { type: 'string' },
    method: { type: 'string', default: 'pgd' },
    sizes: { type: 'string', default: '7,9,13,23,31' },
    sample: { type: 'string', default: '3' },
    first: { type: 'string', default: 'A00220' },
    /** What a process of this file, on so many cores, does in the workspace of the others. */
    part: { type: 'string' },
    workspace: { type: 'string' },
  },
});
const LENGTH_SAMPLES = 9000;

if (values.part === undefined) everyCoreCount();
else await onTheseCores(values.part, values.workspace ?? '');

function everyCoreCount(): void {
  const workspace = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
  try {
    for (const [part, cores] of [
      ['import', '0,1'],
      ['attack', '0'],
      ['attack', '0,1'],
      ['verify', '0'],
      ['verify', '0,1'],
    ] as const) {
      const own = [...process.execArgv, import.meta.filename, ...process.argv.slice(2)];
      const args = ['-c', cores, process.execPath, ...own, '--part', part, '--workspace', workspace];
      const { status, error } = spawnSync('taskset', args, { stdio: 'inherit' });
      if (error) throw error;
      if (status !== 0) process.exit(1);
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function onTheseCores(part: string, workspaceDir: string): Promise<void> {
  const services = await createServices({
    ...{ workspaceDir, appRoot, spawnWorker: () => spawnNodeWorker() },
    ...{ log: createLog(), version: programVersion(appRoot) },
  });
  const { jobs, datasets, models, attacks, verifications } = services;
  if (part === 'import') {
    const path = resolve(positionals[0] ?? 'training2017.zip');
    const files = { labelsPath: values.labels, permutationPath: values.permutation };
    await jobs.finished(datasets.startImport({ path, ...files }).id);
  }
  if (part === 'attack') {
    const { id: datasetId } = datasets.find();
    const recordIds = ofOneLength(workspaceDir, datasetId);
    const options = attackOptionsSchema.parse({ method: values.method });
    for (const size of values.sizes.split(',').map(Number)) {
      const plan = {
        model: models.find(),
        datasetId,
        split: 'test',
        recordIds: recordIds.slice(0, size),
        options,
      } as const;
      await jobs.finished(jobs.start('attack', `${size}`, (job) => attacks.attackRecords(job, plan)).id);
    }
  }
  if (part === 'verify') {
    for (const run of attacks.list()) {
      const request = { runId: run.id, sample: Number(values.sample), seed: 1 };
      const { verified, same, intact } = await jobs.finished(verifications.start(request).id);
      const { records, shares } = run.summary;
      const found = { method: values.method, records, shares, verifiedOnCores: MAX_WORKERS, verified, same, intact };
      process.stdout.write(`${JSON.stringify(found)}\n`);
    }
  }
  await services.close();
}

/** Test records of 30 s, the named one first, so that those of a run or of its share are one batch. */
function ofOneLength(workspaceDir: string, datasetId: string): ReturnType<typeof listRecordIds> {
  const db = openDb(join(workspaceDir, 'workspace.sqlite'));
  try {
    const [first] = listRecordIds(db, { datasetId, split: 'test', nameContains: values.first });
    const ids = listRecordIds(db, { datasetId, split: 'test' });
    const fit = new Set(
      listSampleCounts(db, ids)
        .filter(({ sampleCount }) => sampleCount === LENGTH_SAMPLES)
        .map(({ id }) => id),
    );
    return [...(first === undefined ? [] : [first]), ...ids.filter((id) => fit.has(id) && id !== first)];
  } finally {
    db.close();
  }
}
