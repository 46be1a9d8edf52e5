import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { FromBenchWorker, ToBenchWorker, Work } from './engine-worker.ts';

/** Processes of one thread each that wait, warmed up, for the same work. */
export interface BenchWorkers {
  engine: string;
  /** Milliseconds until the slowest has done the work once. */
  time: (work: Work) => Promise<number>;
  close: () => void;
}

/**
 * Starts one process for each share of records; each divides the steps of a training among itself and `processes - 1`
 * helpers. `engine` forces an engine, as EQUIPOISE_ENGINE does.
 */
export async function startWorkers(
  modelFolder: string,
  shares: readonly number[],
  samples: number,
  engine: string | undefined,
  processes = 1,
): Promise<BenchWorkers> {
  const children = shares.map(() =>
    fork(join(import.meta.dirname, 'engine-worker.ts'), {
      env: { ...process.env, ...(engine === undefined ? {} : { EQUIPOISE_ENGINE: engine }) },
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    }),
  );
  const answers = await Promise.all(
    children.map((child, i) =>
      ask(child, { type: 'prepare', modelFolder, records: shares[i] as number, samples, processes }),
    ),
  );
  const [first] = answers;
  return {
    engine: first?.type === 'ready' ? first.engine : '',
    time: async (work) => {
      const startedAt = performance.now();
      await Promise.all(children.map((child) => ask(child, { type: 'run', work })));
      return performance.now() - startedAt;
    },
    close: () => children.forEach((child) => child.kill()),
  };
}

function ask(child: ChildProcess, message: ToBenchWorker): Promise<FromBenchWorker> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`A worker of the benchmark ended with ${String(code)}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as FromBenchWorker);
    });
    child.send(message);
  });
}
