import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import { appendAudit } from '../../db/audit/audit.ts';
import { getStudy, listTrials, type StudyRow } from '../../db/studies/studies.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { wilson } from '../../statistics/wilson.ts';
import { cuesOf } from '../../study/machine/cues.ts';
import { tellApart } from '../../study/machine/tell-apart.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { presentedPair } from './presented-pair.ts';

/**
 * What a program can tell of the pairs of a locked study from what readers are sent, arm by arm; kept in the audit.
 * Throws AppError 'not-found', and 'refused' for a draft, whose pairs are not fixed yet.
 */
export function startMachineTest(context: ServiceContext, studyId: string): StartedJob<'machine-test'> {
  const study = getStudy(context.db, studyId);
  if (!study) throw new AppError('not-found', `There is no study with id ${studyId}.`);
  if (study.lockedAt === null)
    throw new AppError('refused', `The study "${study.title}" is a draft. Lock it before a program is tried on it.`);
  return context.jobs.start('machine-test', `Try a program on "${study.title}"`, (job) => test(context, study, job));
}

async function test({ db }: ServiceContext, study: StudyRow, job: JobContext): Promise<JobResults['machine-test']> {
  const trials = listTrials(db, study.id);
  const differences = new Map<string, number[][]>();
  for (const [done, trial] of trials.entries()) {
    // Lets a stop, and other requests, come in between two pairs.
    await setImmediate();
    job.signal.throwIfAborted();
    job.progress({ done, total: trials.length, unit: 'pairs', message: `Pair ${done + 1} of ${trials.length}` });
    const { samplingHz, tracings } = presentedPair(db, study, trial);
    const [upper, lower] = tracings.map((positions) => cuesOf(positions, samplingHz)) as [number[], number[]];
    const [real, made] = trial.realSide === 1 ? [upper, lower] : [lower, upper];
    const key = armKey(trial.taskId, trial.arm);
    differences.set(key, [...(differences.get(key) ?? []), real.map((cue, i) => cue - made[i]!)]);
  }
  const arms: JobResults['machine-test']['arms'] = [];
  for (const { id: task, arms: planned } of study.protocol.tasks) {
    for (const { name: arm } of planned) {
      const rows = differences.get(armKey(task, arm)) ?? [];
      const right = tellApart(rows);
      const [low, high] = wilson(Math.round(right), rows.length);
      arms.push({ task, arm, pairs: rows.length, right, low, high });
      await setImmediate();
    }
  }
  const result = { studyId: study.id, arms };
  await storeWhenFree(db, () => appendAudit(db, nowIso(), 'machine-test', result));
  return result;
}
