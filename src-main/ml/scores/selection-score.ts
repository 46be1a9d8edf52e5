import type { Scores } from './metrics.ts';

type Judged = Pick<Scores, 'meanF1' | 'accuracy'>;

/**
 * The score by which epochs and seeds are chosen, on validation records: under the perturbation that they were trained
 * against, if there was one. Either part alone varies with a few records.
 */
export function selectionScore({ attacked, ...plain }: Judged & { attacked?: Judged | undefined }): number {
  const { meanF1, accuracy } = attacked ?? plain;
  return (meanF1 + accuracy) / 2;
}
