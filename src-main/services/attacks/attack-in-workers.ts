import { join } from 'node:path';
import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';
import { packRecords } from '../workspace/pack-records.ts';
import { workerShares } from '../workspace/worker-shares.ts';

export interface AttackWork {
  modelFolder: string;
  recordIds: readonly number[];
  options: AttackOptions;
  /** Where the packs go; whoever made it removes it. */
  folder: string;
}

export interface AttackedInWorkers {
  examples: TaskResult<'attack'>['examples'];
  /** Packs of the attacked signals, under the ids of their records. */
  packPaths: string[];
  engine: string;
  /** Of all workers, from the first start to the last end. */
  seconds: number;
}

/** Attacks records in one worker a core, as long as each has enough to do; nothing is stored. */
export async function attackInWorkers(
  db: ReadableDB,
  job: Pick<JobContext, 'runTasks'>,
  { modelFolder, recordIds, options, folder }: AttackWork,
): Promise<AttackedInWorkers> {
  const shares = workerShares(db, recordIds);
  const inputs = await Promise.all(
    shares.map(async (ids, place) => {
      const packPath = join(folder, `records-${place}.pack`);
      await packRecords(db, ids, packPath);
      return { packPath, examplesPath: join(folder, `examples-${place}.pack`), modelFolder, options };
    }),
  );
  const startedAt = performance.now();
  const parts = await job.runTasks('attack', inputs, { sizes: shares.map((ids) => ids.length) });
  return {
    examples: parts.flatMap((part) => part.examples),
    packPaths: inputs.map(({ examplesPath }) => examplesPath),
    engine: parts[0]?.engine ?? '',
    seconds: (performance.now() - startedAt) / 1000,
  };
}
