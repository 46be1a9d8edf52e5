import { join } from 'node:path';
import { blobOf } from '../../queue/blobs.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { runConcurrently } from '../../jobs/run-concurrently.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { computePiece, piecesAtOnce } from './compute-piece.ts';
import { packPiece } from './pack-piece.ts';
import type { PieceStore } from './piece-store.ts';
import type { PlannedPiece } from './plan-sweep.ts';
import type { SweepProgress } from './sweep-progress.ts';

/** What makers of pieces work with. */
export interface SweepWork {
  context: Pick<ServiceContext, 'db' | 'workspace' | 'log'>;
  job: Pick<JobContext, 'runTask' | 'signal'>;
  /** Where finished pieces are kept. */
  store: PieceStore;
  progress: SweepProgress;
}

/** Makes a piece in a worker of this machine. */
export function makePiece(
  { context, job }: Pick<SweepWork, 'context' | 'job'>,
  planned: PlannedPiece,
  onShare: (done: number) => void = () => undefined,
): ReturnType<typeof computePiece> {
  const { id, piece, modelFolder } = planned;
  return context.workspace.withTemporaryFolder(async (folder) => {
    const packPath = join(folder, 'records');
    await packPiece(context.db, planned, packPath);
    return computePiece(job.runTask, { id, piece, packPath, modelFolder }, folder, ({ done, total }) =>
      onShare(total > 0 ? done / total : 0),
    );
  });
}

/** Makes pieces with the cores of this machine, and keeps each when it is done. If one fails, no other is begun. */
export async function makePiecesHere(work: SweepWork, pieces: readonly PlannedPiece[]): Promise<void> {
  const { job, store, progress } = work;
  let hasFailed = false;
  const { error } = await runConcurrently(pieces, piecesAtOnce(), async (planned) => {
    job.signal.throwIfAborted();
    if (hasFailed) return;
    try {
      const { bytes, seconds } = await makePiece(work, planned, (done) => progress.share(planned, done));
      const { arithmetic } = planned.piece;
      store.write(planned.id, { receipt: { result: blobOf(bytes), arithmetic, worker: null, seconds }, bytes });
      progress.finished(planned);
    } catch (thrown) {
      hasFailed = true;
      throw thrown;
    }
  });
  if (error) throw error;
}
