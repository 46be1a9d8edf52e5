import { sumOf } from '../../numeric/sums.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { PlannedPiece } from './plan-sweep.ts';

/** How much of a sweep is done, in records. */
export interface SweepProgress {
  /** That this share (0 to 1) of a piece has been computed. */
  share(piece: PlannedPiece, computed: number): void;
  /** That it is there for good, or is to be made again after all. */
  finished(piece: PlannedPiece, isFinished?: boolean): void;
  /** What else people should know at the moment, such as how many workers there are. */
  note(text: string): void;
}

/** Tells the progress of these pieces as that of the job. */
export function sweepProgress(job: Pick<JobContext, 'progress'>, pieces: readonly PlannedPiece[]): SweepProgress {
  const computed = new Map<string, number>();
  const finished = new Set<string>();
  const total = sumOf(pieces, ({ recordIds }) => recordIds.length);
  let also = '';
  const tell = (): void =>
    job.progress({
      done: sumOf(pieces, ({ id, recordIds }) => (finished.has(id) ? 1 : (computed.get(id) ?? 0)) * recordIds.length),
      total,
      unit: 'records',
      message: `${finished.size} of ${pieces.length} pieces done${also}`,
    });
  return {
    share({ id }, share) {
      computed.set(id, share);
      tell();
    },
    finished({ id }, isFinished = true) {
      if (isFinished) finished.add(id);
      else finished.delete(id);
      tell();
    },
    note(text) {
      also = text === '' ? '' : `, ${text}`;
      tell();
    },
  };
}
