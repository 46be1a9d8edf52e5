import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { StudySummary } from '../../../src-shared/contract/studies.ts';
import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import { appendMachineTest, findMachineTest, type MachineTest } from '../../db/studies/machine-tests.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { listTrials, type TrialRow } from '../../db/studies/trials.ts';
import { writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { storedPositions } from '../../study/presentation/stored-positions.ts';
import { summariseMachine } from '../../statistics/summaries/summarise-machine.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { checkTrial } from './check-study.ts';
import { presentedPair } from './presented-pair.ts';
import { storedStudy } from './stored-study.ts';
import type { StudyService } from './study-service.ts';

/**
 * Locks a study, which is done when this returns, and lets a program try its pairs in the background. No second trial
 * if the study was locked already.
 */
export async function lockAndTry(
  context: ServiceContext,
  studies: StudyService,
  studyId: string,
): Promise<{ study: StudySummary; machineTest: StartedJob<'machine-test'> | null }> {
  const { study, isNew } = await studies.lock(studyId);
  return { study, machineTest: isNew ? startMachineTest(context, study.id) : null };
}

/**
 * What a program can tell of the pairs of a locked study from what readers are sent, arm by arm; kept in the audit.
 * Throws AppError 'not-found', and 'refused' for a draft, whose pairs are not fixed yet.
 */
export function startMachineTest(
  context: ServiceContext,
  studyId: string,
  { network = true }: { network?: boolean } = {},
): StartedJob<'machine-test'> {
  const study = storedStudy(context.db, studyId);
  if (study.lockedAt === null)
    throw new AppError('refused', `The study "${study.title}" is a draft. Lock it before a program is tried on it.`);
  return context.jobs.start('machine-test', `Try a program on "${study.title}"`, (job) =>
    test(context, study, network, job),
  );
}

/**
 * The newest result of a study, arm by arm in the order of the protocol; empty until there is one. It is one count per
 * arm, from which no side follows: unlike the results of readers it may be seen before the last of them has finished.
 */
export function machineRows(db: ReadableDB, { id, protocol }: StudyRow): MachineRow[] {
  const found = findMachineTest(db, id);
  return (found?.arms ?? []).flatMap((told) => {
    const task = protocol.tasks.find(({ id: taskId }) => taskId === told.task);
    if (!task || !found) return [];
    const { at: measured_at, programVersion: program_version } = found;
    return [summariseMachine({ ...told, question: task.question, measured_at, program_version })];
  });
}

async function test(
  { db, workspace, version }: ServiceContext,
  study: StudyRow,
  network: boolean,
  job: JobContext,
): Promise<JobResults['machine-test']> {
  // Of a foil's two tracings each has a record of its own: that tells them apart, and no attack.
  const trials = listTrials(db, study.id).filter(
    ({ kind, round, otherRecordId }) => kind === 'main' && round === 1 && otherRecordId === null,
  );
  const told = await workspace.withTemporaryFolder(async (folder) => {
    const packPath = join(folder, 'pairs');
    await writeRecordPack(packPath, sentTracings(db, study, trials, job));
    const arms = trials.map(({ taskId, arm }) => armKey(taskId, arm));
    return job.runTask('machine-test', { packPath, arms, network });
  });
  const byArm = new Map(told.map((each) => [each.arm, each]));
  const arms = study.protocol.tasks.flatMap(({ id: task, arms: planned }) =>
    planned.flatMap(({ name: arm }): MachineTest['arms'] => {
      const result = byArm.get(armKey(task, arm));
      if (!result) return [];
      const { pairs, secondDifferences, cues, network: right } = result;
      const byRule = { task, arm, classifier: 'second-differences', pairs, right: secondDifferences } as const;
      const byCues = { ...byRule, classifier: 'cues', right: cues } as const;
      return [byRule, byCues, ...(right === null ? [] : [{ ...byRule, classifier: 'network', right } as const])];
    }),
  );
  await storeWhenFree(db, () => appendMachineTest(db, nowIso(), { studyId: study.id, programVersion: version, arms }));
  return { studyId: study.id, rows: machineRows(db, study) };
}

/** The real tracing of each pair and then the other, as readers are sent them. */
async function* sentTracings(
  db: ReadableDB,
  study: StudyRow,
  trials: readonly TrialRow[],
  { signal, progress }: JobContext,
): AsyncGenerator<PackedRecord> {
  for (const [done, trial] of trials.entries()) {
    // Lets a stop, and other requests, come in between two pairs.
    await setImmediate();
    signal.throwIfAborted();
    progress({ done, total: trials.length, unit: 'pairs', message: `Pair ${done + 1} of ${trials.length}` });
    checkTrial(db, study.id, trial);
    const { samplingHz, stepsPerMv, tracings } = presentedPair(db, study, trial);
    for (const positions of trial.realSide === 1 ? tracings : tracings.toReversed()) {
      yield {
        ...{ name: trial.id, label: 0, split: 'test', samplingHz, unitsPerMv: stepsPerMv },
        samples: storedPositions(positions),
      };
    }
  }
}
