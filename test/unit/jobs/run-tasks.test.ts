import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runTask } from '../../../src-main/jobs/run-task.ts';
import { MAX_WORKERS, runTasks } from '../../../src-main/jobs/run-tasks.ts';
import type { TaskProgress } from '../../../src-main/jobs/tasks/context.ts';
import type { SimulateInput } from '../../../src-main/jobs/tasks/simulate.ts';
import type { FromWorker, ToWorker, WorkerHandle } from '../../../src-main/jobs/worker-handle.ts';

/** Workers in this process: each says its total, works for a moment and says how many records it was asked for. */
function workshop(fails?: number) {
  let working = 0;
  let most = 0;
  let started = 0;
  const spawn = (): WorkerHandle => {
    let tell: (message: FromWorker<'simulate'>) => void = () => undefined;
    const work = async ({ records }: SimulateInput): Promise<void> => {
      started += 1;
      most = Math.max(most, (working += 1));
      tell({ type: 'progress', progress: { done: 0, total: records, unit: 'records', message: '' } });
      await delay(5);
      tell({ type: 'progress', progress: { done: records, total: records, unit: 'records', message: '' } });
      working -= 1;
      if (records === fails) {
        tell({ type: 'failed', error: { code: 'bad-input', message: `${fails} is bad` } });
      } else tell({ type: 'done', result: { records }, fit: true });
    };
    return {
      pid: () => undefined,
      send: (message) => {
        const given = message as ToWorker<'simulate'>;
        if (given.type === 'start') void work(given.input);
      },
      onMessage: (listener) => (tell = listener),
      onExit: () => undefined,
      kill: () => undefined,
    };
  };
  return { spawn, seen: () => ({ most, started }) };
}

const inputs = Array.from({ length: 3 * MAX_WORKERS + 1 }, (_, i) => ({ records: 2 * (i + 1), seed: i, packPath: '' }));

it('more inputs than cores wait for their turn; the total is known from the beginning by the sizes', async () => {
  const { spawn, seen } = workshop();
  const heard: TaskProgress[] = [];
  const hooks = { signal: new AbortController().signal, onProgress: (now: TaskProgress) => void heard.push(now) };
  const sizes = inputs.map(({ records }) => records / 2);
  const results = await runTasks(spawn, 'simulate', inputs, hooks, sizes);
  expect(results).toEqual(inputs.map(({ records }) => ({ records })));
  expect(seen().most).toBe(MAX_WORKERS);
  const total = inputs.reduce((sum, input) => sum + input.records, 0);
  expect(new Set(heard.map((now) => now.total))).toEqual(new Set([total]));
  expect(heard.at(-1)).toMatchObject({
    done: total,
    message: `${total} of ${total} records done, ${MAX_WORKERS} workers`,
  });
});

it('where one fails, those that wait never begin', async () => {
  const { spawn, seen } = workshop(2);
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  await expect(runTasks(spawn, 'simulate', inputs, hooks)).rejects.toThrow('2 is bad');
  expect(seen().started).toBeLessThanOrEqual(2 * MAX_WORKERS);
});

it('a worker that takes longer than it may is killed, and it is said', async () => {
  let killed = 0;
  const endless = (): WorkerHandle => ({
    pid: () => undefined,
    send: () => undefined,
    onMessage: () => undefined,
    onExit: () => undefined,
    kill: () => void (killed += 1),
  });
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined, limitMs: 20 };
  const model = { npzPath: 'x.npz', outFolder: '', half: true, check: null, card: {} };
  await expect(runTask(endless, 'import-model', model, hooks)).rejects.toThrow(
    /"import-model" was ended after .*longest/,
  );
  expect(killed).toBe(1);
});
