import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { TrainingSummary } from '../../../src-shared/contract/models.ts';
import { CHECKPOINT_FILE, readCheckpointState } from '../../ml/training/checkpoint.ts';
import { readPlan, type TrainingPlan } from './training-plan.ts';

const SUFFIX = '.training';

/** The folder of a training beside the models: its plan and its checkpoint. */
export function trainingFolder(modelsFolder: string, id: string): string {
  return join(modelsFolder, `${id}${SUFFIX}`);
}

/** Whether an epoch was kept after which a training can resume. */
export function hasCheckpoint(folder: string): boolean {
  return existsSync(join(folder, CHECKPOINT_FILE));
}

/** When the last epoch was kept; null before the first. */
export function savedAt(folder: string): string | null {
  const time = statSync(join(folder, CHECKPOINT_FILE), { throwIfNoEntry: false })?.mtime;
  return time?.toISOString() ?? null;
}

export function listTrainingFolders(modelsFolder: string): { id: string; folder: string }[] {
  return readdirSync(modelsFolder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => ({ id: name.slice(0, -SUFFIX.length), folder: join(modelsFolder, name) }));
}

/** Plans of all unfinished trainings. A damaged one is reported when somebody resumes it, not in every list. */
export function listPlans(modelsFolder: string, log: Logger): TrainingPlan[] {
  return listTrainingFolders(modelsFolder).flatMap(({ folder }) => {
    try {
      const plan = readPlan(folder);
      return plan ? [plan] : [];
    } catch (error) {
      log.warn({ error }, 'A stopped training cannot be read');
      return [];
    }
  });
}

/** The epochs of a training so far, from its last checkpoint. */
export async function readEpochs(
  folder: string,
  log: Logger,
): Promise<Pick<TrainingSummary, 'history' | 'bestEpoch' | 'savedAt'>> {
  const keptAt = savedAt(folder);
  try {
    const state = await readCheckpointState(folder);
    const history = (state?.['history'] ?? []) as TrainingSummary['history'];
    const best = state?.['best'] as { epoch: number } | undefined;
    return { history, bestEpoch: best?.epoch ?? null, savedAt: keptAt };
  } catch (error) {
    log.warn({ error }, 'The epochs of a training cannot be read');
    return { history: [], bestEpoch: null, savedAt: keptAt };
  }
}

interface Listed {
  savedAt: string | null;
  name: string;
}

/** The order in which they are listed: by the last epoch that was kept. */
export const newestFirst = (a: Listed, b: Listed): number =>
  (b.savedAt ?? '').localeCompare(a.savedAt ?? '') || a.name.localeCompare(b.name, 'en', { numeric: true });
