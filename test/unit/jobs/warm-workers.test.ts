import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { spawnNodeWorker } from '../../../src-main/hosts/spawn-node-worker.ts';
import { runTask } from '../../../src-main/jobs/run-task.ts';
import { waitingWorkers, warmWorkers } from '../../../src-main/jobs/warm-workers.ts';
import type { SpawnWorker } from '../../../src-main/jobs/worker-handle.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const never = { signal: new AbortController().signal, onProgress: () => {} };

/** A spawner whose processes are counted, with the pids of those that are alive. */
function counted(options?: Parameters<typeof waitingWorkers>[1]): {
  spawn: SpawnWorker;
  pids: number[];
  ended: Set<number>;
} {
  const pids: number[] = [];
  const ended = new Set<number>();
  const spawn = waitingWorkers(() => {
    const worker = spawnNodeWorker();
    const pid = worker.pid() ?? NaN;
    pids.push(pid);
    worker.onExit(() => ended.add(pid));
    return worker;
  }, options);
  return { spawn, pids, ended };
}

const simulate = (spawn: SpawnWorker, seed: number, { records = 4, hooks = never } = {}) =>
  runTask(spawn, 'simulate', { packPath: `${temporaryFolder()}/pack`, records, seed, durationS: 9 }, hooks);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

it('lets a worker that has done its task do the next one, with the same result as a new one', async () => {
  const { spawn, pids, ended } = counted({ waitsMs: 500 });
  const simulated = async (how: SpawnWorker): Promise<Buffer> => {
    const packPath = `${temporaryFolder()}/pack`;
    await runTask(how, 'simulate', { packPath, records: 4, seed: 2, durationS: 9 }, never);
    return readFileSync(packPath);
  };
  await simulate(spawn, 1);
  const second = await simulated(spawn);
  expect(pids).toHaveLength(1);
  expect(await simulated(() => spawnNodeWorker())).toEqual(second);
  // Nobody needs it any longer.
  await until(() => ended.has(pids[0]!));
  await simulate(spawn, 3);
  expect(pids).toHaveLength(2);
});

it('gives two tasks at once a worker each, and lets no more wait than it should', async () => {
  const { spawn, pids, ended } = counted({ mostWaiting: 1 });
  await Promise.all([simulate(spawn, 1), simulate(spawn, 2)]);
  expect(pids).toHaveLength(2);
  await until(() => ended.size === 1);
  await simulate(spawn, 3);
  expect(pids).toHaveLength(2);
});

it('ends a worker whose task failed, was stopped, or opened a file of somebody else’s', async () => {
  const { spawn, pids, ended } = counted();
  await expect(simulate(spawn, 1, { records: -1 })).rejects.toThrow();
  await until(() => ended.size === 1);

  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await expect(simulate(spawn, 1, { records: 500, hooks: { signal: stop.signal, onProgress } })).rejects.toThrow(
    'Stopped.',
  );
  await until(() => ended.size === 2);

  const network = `${temporaryFolder()}/no.onnx`;
  await runTask(spawn, 'look-at-network', { path: network } as never, never).catch(() => undefined);
  await until(() => ended.size === 3);
  await simulate(spawn, 4);
  expect(new Set(pids).size).toBe(4);
});

it('is one for all that start workers in the same way', () => {
  const spawn: SpawnWorker = () => spawnNodeWorker();
  expect(warmWorkers(spawn)).toBe(warmWorkers(spawn));
  expect(warmWorkers(() => spawnNodeWorker())).not.toBe(warmWorkers(spawn));
});
