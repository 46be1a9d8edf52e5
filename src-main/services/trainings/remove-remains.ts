import { rmSync, statSync } from 'node:fs';
import { getModel } from '../../db/models/models.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { listTrainingFolders } from './stored-trainings.ts';
import { hasPlan } from './training-plan.ts';

/** A folder without a plan is that of a training which another program is about to begin, for less than that. */
const BEGINNING_MS = 60_000;

/**
 * At a start: deletes the folders of trainings that were killed before their plan was written, or after their finished
 * model was stored. Leaves everything as it is while another program has a job here.
 */
export function removeRemains({ db, workspace, log }: Pick<ServiceContext, 'db' | 'workspace' | 'log'>): void {
  if (workspace.hasJobs()) return;
  for (const { id, folder } of listTrainingFolders(workspace.modelsFolder)) {
    try {
      const isFinished = getModel(db, id)?.card.finished === true;
      const isEmpty = !hasPlan(folder) && Date.now() - statSync(folder).mtimeMs > BEGINNING_MS;
      if (isFinished || isEmpty) rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error }, `${folder} is left from a training that was killed, and cannot be deleted`);
    }
  }
}
