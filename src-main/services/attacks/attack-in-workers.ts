import type { RecordId } from '../../../src-shared/record-id.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { FoundOn } from '../../../src-shared/attacks/found-on.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { ControlDraws } from '../../attacks/outcome/noise-control.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { findUniversalFor } from './find-universal.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { shareCount } from '../workspace/worker-shares.ts';

export interface AttackWork {
  model: ModelRow;
  modelFolder: string;
  datasetId: string;
  split: Split;
  recordIds: readonly RecordId[];
  options: AttackOptions;
  /** How the noise control is drawn; by the options if left out. */
  control?: ControlDraws | undefined;
  /**
   * Only these of the records are wanted: others are attacked where they share a worker, so that every batch is that of
   * an attack on all of them.
   */
  among?: ReadonlySet<RecordId> | undefined;
  /** As stored with the run that is made again: in how many shares its records were attacked. */
  shares?: number | undefined;
}

export interface AttackedInWorkers {
  examples: TaskResult<'attack'>['examples'];
  /** Packs of the attacked signals, under the ids of their records. */
  packPaths: string[];
  engine: string;
  outputs: NonNullable<AttackSummary['outputs']>;
  /** What a universal perturbation was found on. */
  foundOn: FoundOn | undefined;
  /** In how many shares the records were divided, which decides what shares a batch. */
  shares: number;
  /** For all workers, from the first start to the last end. */
  seconds: number;
}

/**
 * Attacks records in one worker per core, as long as each has enough to do, and passes on the results; nothing is
 * stored, and the packs are deleted once `use` is done.
 */
export async function attackInWorkers<T>(
  context: ServiceContext,
  job: Pick<JobContext, 'runTasks'>,
  work: AttackWork,
  use: (attacked: AttackedInWorkers) => Promise<T>,
): Promise<T> {
  const { model, modelFolder, recordIds, options, control, among, shares = shareCount(recordIds.length) } = work;
  const universal = await findUniversalFor(context, job, work);
  return withPacks(context, { recordIds, model, among, shares }, async (packs) => {
    const startedAt = performance.now();
    const parts = await inWorkers(job, 'attack', packs, ({ recordsPath, examplesPath }) => ({
      packPath: recordsPath,
      examplesPath,
      modelFolder,
      options,
      control,
      pattern: universal?.pattern,
    }));
    return use({
      examples: parts.flatMap((part) => part.examples),
      packPaths: packs.map(({ examplesPath }) => examplesPath),
      engine: parts[0]?.engine ?? '',
      outputs: {
        vary: parts.some(({ outputs }) => outputs.vary),
        areProbabilities: parts.length > 0 && parts.every(({ outputs }) => outputs.areProbabilities),
      },
      foundOn: universal?.foundOn,
      shares,
      seconds: (performance.now() - startedAt) / 1000,
    });
  });
}
