import type { Scores } from './metrics.ts';

/** What epochs and seeds are chosen by, on validation records. Either score alone jumps with a handful of them. */
export function selectionScore({ meanF1, accuracy }: Pick<Scores, 'meanF1' | 'accuracy'>): number {
  return (meanF1 + accuracy) / 2;
}
