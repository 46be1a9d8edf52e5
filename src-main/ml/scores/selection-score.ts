import type { Scores } from './metrics.ts';

/**
 * The score by which epochs and seeds are chosen, on validation records. Either part alone varies with a few of them.
 */
export function selectionScore({ meanF1, accuracy }: Pick<Scores, 'meanF1' | 'accuracy'>): number {
  return (meanF1 + accuracy) / 2;
}
