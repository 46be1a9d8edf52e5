import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appRoot, programVersion } from '../../src-main/hosts/app-root.ts';
import { spawnNodeWorker } from '../../src-main/hosts/spawn-node-worker.ts';
import { runTask } from '../../src-main/jobs/run-task.ts';
import { putBlob } from '../../src-main/queue/blobs.ts';
import { connectQueue } from '../../src-main/queue/connect.ts';
import { servePieces } from '../../src-main/queue/serve-pieces.ts';
import { serveSweeps, type Services } from '../../src-main/services/create-services.ts';
import { arithmeticHere, computePiece, type RunTask } from '../../src-main/services/sweeps/compute-piece.ts';
import { queueOf } from '../../src-main/services/sweeps/piece.ts';
import { fetchParts, readOrder } from '../../src-main/services/sweeps/piece-parts.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { JobResults } from '../../src-shared/contract/job-results.ts';
import { sweepPlanSchema } from '../../src-shared/sweeps/plan.ts';
import { startCommand } from '../helpers/command-line.ts';
import { preparedServices, reopenServices } from '../helpers/open-services.ts';
import { describeWithRedis } from '../helpers/redis-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const VERSION = '1.2.3';
const TIMEOUT_MS = 400_000;

const plan = sweepPlanSchema.parse({
  models: ['small'],
  split: 'train',
  limit: 6,
  attacks: [{ method: 'fgsm' }, { method: 'pgd', pgdSteps: 2, randomStart: true }],
  epsilonUnits: [20, 40],
  recordsPerPiece: 3,
});
const PIECES = 8;

const simulated = preparedServices((services) =>
  services.jobs.finished(services.datasets.startSimulation({ records: 16, seed: 1, durationS: 9, name: 'sim' }).id),
);

function sweep(services: Services, queue?: string, changes: Partial<typeof plan> = {}): Promise<JobResults['sweep']> {
  return services.jobs.finished(services.sweeps.start({ ...plan, ...changes }, { queue }).id);
}

/** Everything that is stored of the runs of a workspace, in their order, apart from ids, dates and how long it took. */
function storedRuns(workspace: string): unknown[] {
  const db = new Database(join(workspace, 'workspace.sqlite'), { readonly: true });
  const runs = db
    .prepare(
      `SELECT rowid, id, model_sha256, options, engine, program_version, json_remove(summary, '$.secondsPerRecord') AS summary
       FROM attack_runs ORDER BY rowid`,
    )
    .all() as { rowid?: number; id?: string }[];
  const examples = db.prepare(
    `SELECT e.*, r.name AS record, hex(s.samples) AS samples
     FROM examples e JOIN records r ON r.id = e.record_id JOIN signals s ON s.sha256 = e.sha256 WHERE e.run_id = ? ORDER BY e.id`,
  );
  const all = runs.map(({ id, rowid: _, ...run }) => ({
    ...run,
    examples: examples.all(id).map((row) => {
      const { id: _id, run_id: _run, record_id: _record, ...rest } = row as Record<string, unknown>;
      return rest;
    }),
  }));
  db.close();
  return all;
}

describe('a sweep on one machine', () => {
  it(
    'makes ordinary runs that verify, and makes none twice',
    async () => {
      const { services } = await simulated();
      const first = await sweep(services);
      expect(first.runs.map(({ method, epsilonUnits, wasThere }) => [method, epsilonUnits, wasThere])).toEqual([
        ['fgsm', 20, false],
        ['fgsm', 40, false],
        ['pgd', 20, false],
        ['pgd', 40, false],
      ]);
      expect(first).toMatchObject({ pieces: { made: PIECES, kept: 0 }, workers: [], checked: { pieces: 0 } });
      const { runId } = first.runs[3]!;
      const verified = services.verifications.start({ runId, seed: 1 });
      expect(await services.jobs.finished(verified.id)).toMatchObject({ verified: 6, intact: true });
      const again = await sweep(services);
      expect(again.runs).toEqual(first.runs.map((run) => ({ ...run, wasThere: true })));
      expect(again.pieces).toEqual({ made: 0, kept: 0 });
      expect(services.attacks.list()).toHaveLength(4);
    },
    TIMEOUT_MS,
  );

  it(
    'that was stopped goes on with the pieces that were finished',
    async () => {
      const { services } = await simulated();
      const { id } = services.sweeps.start(plan);
      services.jobs.subscribe(([job]) => {
        if (job?.id === id && job.state === 'running' && /^[1-9]\d* of /.test(job.message)) services.jobs.cancel(id);
      });
      await expect(services.jobs.finished(id)).rejects.toMatchObject({ code: 'cancelled' });
      expect(services.attacks.list()).toEqual([]);
      const { pieces } = await sweep(services);
      expect(pieces.kept).toBeGreaterThan(0);
      expect(pieces.made + pieces.kept).toBe(PIECES);
    },
    TIMEOUT_MS,
  );

  it('names a model that it does not know, and finds one by its hash', async () => {
    const { services } = await simulated();
    expect(() => services.sweeps.start({ ...plan, models: ['large'] })).toThrow('There is no model "large"');
    const { sha256 } = services.models.find('small');
    const one = { models: [sha256.slice(0, 8)], limit: 3, attacks: plan.attacks.slice(0, 1), epsilonUnits: [20] };
    expect((await sweep(services, undefined, one)).runs).toMatchObject([{ model: 'small', records: 3 }]);
  });

  it('says which queue does not answer', async () => {
    const { services } = await simulated();
    await expect(sweep(services, 'redis://user:secret@127.0.0.1:1')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^No queue answers at redis:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED/) as string,
    });
    await expect(sweep(services, 'host:6379')).rejects.toMatchObject({ code: 'bad-input' });
  });
});

/** Loads a module of the program and says on stdout which packages of the queue that loads. */
function loaded(args: string[]): string {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name === 'bullmq' || name === 'ioredis') process.stdout.write(name + ' ');
      return next(name, context);
    } });`;
  const flags = ['--experimental-strip-types', '--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const main = join(import.meta.dirname, '../../src-main/hosts/cli/main.ts');
  return spawnSync(process.execPath, [...flags, main, ...args], { encoding: 'utf8' }).stdout;
}

it('loads nothing of the queue until somebody asks for one', () => {
  expect(loaded(['list-nothing'])).toBe('');
  expect(loaded(['worker', '--queue', 'redis://127.0.0.1:1'])).toContain('ioredis');
});

describeWithRedis('a sweep with workers', (queue) => {
  it(
    'is byte for byte that of one machine, though one of two workers is killed in the middle',
    async () => {
      const { services, appRoot: here } = await simulated();
      await services.close();
      const there = temporaryFolder();
      cpSync(here, there, { recursive: true });
      const workers = [0, 1].map(() =>
        startCommand(here, ['worker', '--queue', queue(), '--at-once', '1', '--lease', '4']),
      );
      await Promise.all(workers.map(({ said }) => said('waits for pieces')));
      const { redis, close } = await connectQueue(queue(), { patienceMs: 0 });
      onTestFinished(close);
      const atWork = async (): Promise<number> => {
        const [active] = await redis.keys('equipoise:pieces-*:active');
        return active === undefined ? 0 : redis.llen(active);
      };

      const attacks = [attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 150, randomStart: true })];
      // So many that both have pieces for a while after the first has made one.
      const [long, pieces] = [{ attacks, recordsPerPiece: 1 }, 12];
      const [several, one] = await Promise.all(
        [there, here].map((root) => reopenServices(root, programVersion(appRoot))),
      );
      const swept = sweep(several!, queue(), long);
      const [first, second] = workers as [(typeof workers)[0], (typeof workers)[0]];
      await first.said('1 so far');
      await expect.poll(atWork, { interval: 10, timeout: 30_000 }).toBe(2);
      first.child.kill('SIGKILL');
      const result = await swept;
      expect(result).toMatchObject({ pieces: { made: pieces, kept: 0 }, refused: [] });
      expect(result.workers.reduce((sum, worker) => sum + worker.pieces, 0)).toBe(pieces);
      expect(result.checked.same).toBe(result.checked.pieces);
      second.child.kill('SIGINT');
      expect((await second.ended).stderr).toMatch(/\d pieces? made\./);

      expect((await sweep(one!, undefined, long)).pieces).toEqual({ made: pieces, kept: 0 });
      const stored = storedRuns(several!.workspaceDir);
      expect(stored).toHaveLength(2);
      expect(stored).toEqual(storedRuns(one!.workspaceDir));
    },
    TIMEOUT_MS,
  );

  it('says that the queue is full, or wants a password', async () => {
    const { services } = await simulated();
    const { redis, close } = await connectQueue(queue(), { patienceMs: 0 });
    await redis.config('SET', 'maxmemory', '1');
    await expect(sweep(services, queue())).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('has no memory left. Raise maxmemory there') as string,
    });
    await redis.config('SET', 'maxmemory', '0');
    await redis.config('SET', 'requirepass', 'secret');
    await expect(sweep(services, queue())).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Give its user and password') as string,
    });
    await redis.config('SET', 'requirepass', '');
    close();
  });

  it(
    'names a worker that gives other results, and has its pieces made by another',
    async () => {
      const { services } = await simulated();
      const stop = new AbortController();
      const { signal } = stop;
      const run: RunTask = (task, input, onProgress = () => undefined) =>
        runTask(spawnNodeWorker, task, input, { signal, onProgress });
      const arithmetic = await arithmeticHere(run, VERSION);
      const liar = { id: '00000000-0000-4000-8000-000000000000', name: 'liar' };
      const connection = await connectQueue(queue(), { patienceMs: 0 });
      onTestFinished(() => connection.close());
      const folder = temporaryFolder();
      let lies = 0;
      const lying = servePieces(connection, {
        ...{ name: queueOf(arithmetic), atOnce: 1, leaseMs: 5000, signal, say: () => undefined },
        make: async (id, ordered) => {
          const order = readOrder(id, ordered);
          const { bytes } = await computePiece(run, await fetchParts(connection, id, order, folder), folder);
          bytes.writeInt16LE(bytes.readInt16LE(bytes.length - 2) ^ 1, bytes.length - 2);
          lies += 1;
          return { result: await putBlob(connection.redis, bytes), arithmetic, worker: liar, seconds: 0.1 };
        },
      });
      const one = { limit: 6, attacks: plan.attacks.slice(0, 1), epsilonUnits: [20] };
      const swept = sweep(services, queue(), one);
      await expect.poll(() => lies, { timeout: 30_000 }).toBeGreaterThan(0);
      stop.abort();
      await lying;

      const ends = new AbortController();
      const said: string[] = [];
      const options = {
        queue: queue(),
        version: VERSION,
        leaseSeconds: 5,
        say: (text: string) => void said.push(text),
      };
      const honest = serveSweeps({ ...options, spawnWorker: spawnNodeWorker, signal: ends.signal });
      const { runs, workers, refused } = await swept;
      expect(refused).toMatchObject([{ worker: 'liar' }]);
      expect(refused[0]!.why).toMatch(
        /Made again here, .*1 of \d+ samples differ from the recreated ones, by up to 1 ADC/,
      );
      expect(workers.map(({ pieces }) => pieces)).toEqual([2]);
      const verified = services.verifications.start({ runId: runs[0]!.runId, seed: 1 });
      expect(await services.jobs.finished(verified.id)).toMatchObject({ verified: 6, intact: true });
      ends.abort();
      expect(await honest).toEqual({ pieces: 2 });
    },
    TIMEOUT_MS,
  );
});
