import type { ServiceContext } from './context.ts';
import { deleteAllUnusedSignals } from '../../db/datasets/signals.ts';
import { listUnfinishedDatasets } from '../../db/datasets/unfinished-datasets.ts';
import { purge } from '../../db/removal/purge.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { shrinkDatabase } from '../../db/sqlite/shrink.ts';

/**
 * At a start: deletes the records and signals of imports and attacks that were killed, or that a full disk did not let tidy up, and
 * gives the disk what the database no longer needs. Leaves everything as it is while another program has a job here.
 */
export function reclaimSpace({ db, workspace, log }: Pick<ServiceContext, 'db' | 'workspace' | 'log'>): void {
  try {
    // Asked within the transaction: a job that begins later stores its signals later.
    const deleted = db.transaction(() => (workspace.hasJobs() ? 0 : deleteLeftBehind(db))).immediate();
    if (deleted > 0) log.info({ signals: deleted }, 'signals that nothing refers to were deleted');
    if (!workspace.hasJobs()) shrinkDatabase(db);
  } catch (error) {
    log.warn({ err: error }, 'the space of what was deleted could not be reclaimed'); // the next start tries again
  }
}

function deleteLeftBehind(db: WritableDB): number {
  for (const id of listUnfinishedDatasets(db)) purge(db, 'dataset', id);
  return deleteAllUnusedSignals(db);
}
