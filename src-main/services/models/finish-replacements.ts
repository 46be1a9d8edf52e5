import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { getModel } from '../../db/models/models.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { ARRIVED, hashModel, takePlace } from './model-folder.ts';

/**
 * At a start: what was made by a program that was killed takes its place if its row was stored, and is deleted if not.
 * Leaves everything as it is while another program has a job here.
 */
export function finishReplacements({ db, workspace, log }: Pick<ServiceContext, 'db' | 'workspace' | 'log'>): void {
  const { modelsFolder } = workspace;
  if (workspace.hasJobs()) return;
  for (const name of readdirSync(modelsFolder).filter((found) => found.endsWith(ARRIVED))) {
    const [made, id] = [join(modelsFolder, name), name.slice(0, -ARRIVED.length)];
    try {
      if (isStored(made, getModel(db, id)?.sha256)) takePlace(join(modelsFolder, id));
      else rmSync(made, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error }, `${made} is left from a program that was killed, and cannot be tidied up`);
    }
  }
}

function isStored(made: string, sha256: string | undefined): boolean {
  try {
    return sha256 !== undefined && hashModel(made) === sha256;
  } catch {
    return false; // half of it
  }
}
