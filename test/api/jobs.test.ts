import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { JobQueue } from '../../src-main/jobs/job-queue.ts';
import type { FromWorker, ToWorker, WorkerHandle } from '../../src-main/jobs/worker-handle.ts';
import { startCommand } from '../helpers/command-line.ts';
import { errorText } from '../../src-shared/errors/error-text.ts';
import { openServices } from '../helpers/open-services.ts';
import { childrenOf, isAlive } from '../helpers/processes.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** What the jobs here have made. */
const MADE = { analysisId: 'a1' };

const noWorker = (): WorkerHandle => expect.unreachable();

/** A worker that answers the start at once and cannot be killed any more. */
function goneWorker(answer: FromWorker | null): WorkerHandle {
  const gone = (): never => {
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
  };
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: (code: number | null) => void = () => undefined;
  return {
    pid: () => undefined,
    send: (message) => {
      if ((message as ToWorker).type === 'cancel') gone();
      setImmediate(() => (answer === null ? onExit(null) : onMessage(answer)));
    },
    onMessage: (listener) => (onMessage = listener),
    onExit: (listener) => (onExit = listener),
    kill: gone,
  };
}

describe('the queue of jobs', () => {
  it('stops every job on closing, however many are waiting, and starts none of them afterwards', async () => {
    const jobs = new JobQueue(noWorker);
    const begun: number[] = [];
    for (let i = 0; i < 90; i += 1) {
      jobs.start('analysis', `Job ${i}`, async ({ signal }) => {
        begun.push(i);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
        return MADE;
      });
    }
    await new Promise(setImmediate);
    await jobs.close();
    await new Promise(setImmediate);
    expect(begun).toEqual([0]);
    expect(new Set(jobs.list().map(({ state }) => state))).toEqual(new Set(['cancelled']));
    expect(() => jobs.start('analysis', 'Late', () => Promise.resolve(MADE))).toThrow(/closing/);
  });

  it('runs nothing when it is closed in the moment of a start', async () => {
    const jobs = new JobQueue(noWorker);
    let ran = false;
    const { id } = jobs.start('analysis', 'Curve', () => {
      ran = true;
      return Promise.resolve(MADE);
    });
    const finished = jobs.finished(id);
    const closed = jobs.close();
    await expect(finished).rejects.toMatchObject({ code: 'cancelled' });
    await closed;
    expect(ran).toBe(false);
  });

  it('tells a window of what a job made only the ids, and whoever waits for it everything', async () => {
    const { services } = await openServices();
    const job = services.datasets.startSimulation({ records: 4, seed: 1, durationS: 9 });
    const { datasetId, ...rest } = await services.jobs.finished(job.id);
    expect(rest).toMatchObject({ records: 4, added: 4, skipped: [], dataset: 'simulated-4-seed-1-9s' });
    const { jobs } = createRouterClient(createRouter(services, 'web'));
    expect(await jobs.list()).toMatchObject([{ kind: 'simulate', state: 'done' }]);
    expect((await jobs.list())[0]?.result).toEqual({ datasetId });
  });

  it('gets the answer of a worker that is gone before it can be killed', async () => {
    const answers: [FromWorker | null, object][] = [
      [{ type: 'failed', error: { code: 'bad-input', message: 'No.' } }, { code: 'bad-input' }],
      [null, { code: 'internal', message: expect.stringContaining('ended without an answer') as string }],
    ];
    for (const [answer, expected] of answers) {
      const jobs = new JobQueue(() => goneWorker(answer));
      const input = { packPath: 'none', modelFolder: 'none' };
      const { id } = jobs.start('analysis', 'Curve', ({ runTask }) => runTask('evaluate', input).then(() => MADE));
      await expect(jobs.finished(id)).rejects.toMatchObject(expected);
    }
  });

  it('stops a job whose worker can no longer be told', async () => {
    const jobs = new JobQueue(() => goneWorker(null));
    const input = { packPath: 'none', modelFolder: 'none' };
    const { id } = jobs.start('analysis', 'Curve', ({ runTask }) => {
      const running = runTask('evaluate', input);
      jobs.cancel(id);
      return running.then(() => MADE);
    });
    await expect(jobs.finished(id)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe.skipIf(process.platform !== 'linux')('a worker process that is killed in the middle of a job', () => {
  it('fails the job with a clear message, leaves nothing half-recorded, and the next job works', async () => {
    const { services } = await openServices();
    const { id } = services.datasets.startSimulation({ records: 50_000, seed: 1 });
    await new Promise<void>((resolve) => {
      const stop = services.jobs.subscribe(([job]) => {
        if (!job || job.done === 0) return;
        stop();
        resolve();
      });
    });
    const workers = childrenOf(process.pid, 'worker.ts');
    expect(workers).toHaveLength(1);
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    const message = 'The worker of "simulate" ended without an answer (killed, perhaps for lack of memory).';
    const failure = { code: 'internal', message, details: { task: 'simulate', exitCode: null, nothingStored: true } };
    await expect(services.jobs.finished(id)).rejects.toMatchObject(failure);
    expect(services.jobs.list()[0]).toMatchObject({ state: 'failed', error: failure });
    expect(errorText(failure)).toBe(`${message} Nothing was stored; start it again.`);
    expect(services.datasets.list()).toEqual([]);
    expect(readdirSync(join(services.workspaceDir, 'tmp'))).toEqual([]);
    const next = services.datasets.startSimulation({ records: 8, seed: 1, durationS: 10 });
    expect(await services.jobs.finished(next.id)).toMatchObject({ added: 8 });
  });
});

describe.skipIf(process.platform !== 'linux')('Ctrl-C on a command', () => {
  it('ends it with 1 and "Stopped"; nothing is stored, and no worker stays behind', async () => {
    const workspace = temporaryFolder();
    const { child, ended, said } = startCommand(workspace, ['simulate', '--records', '50000', '--json']);
    await said('Simulate 50000 records');
    const pack = (): boolean => readdirSync(join(workspace, 'tmp'), { recursive: true }).join().includes('.partial');
    await expect.poll(pack, { timeout: 20_000 }).toBe(true);
    const workers = childrenOf(child.pid as number, 'worker.ts');
    expect(workers).toHaveLength(1);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain('Stopping …');
    expect(stderr).toContain('Stopped: ');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' } });
    expect(workers.filter(isAlive)).toEqual([]);
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([]);
    expect(JSON.parse((await startCommand(workspace, ['datasets', '--json']).ended).stdout)).toEqual([]);
  });
});

describe.skipIf(!existsSync('/proc/self'))('a workspace where no folder can be made', () => {
  it('is refused at once, by its name and with the cure', async () => {
    const { code, stderr } = await startCommand('/proc/equipoise/workspace', ['datasets']).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error: The workspace folder \/proc\/equipoise\/workspace cannot be written \(ENOENT\)\. Choose/,
    );
  });
});
