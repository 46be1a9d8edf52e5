import { scoredWords, type ClassList } from '../../../../src-shared/class-list.ts';

/** `mean F1 (N, A, O)`, or `mean F1` where it is over all classes. */
export function meanF1Words(classes: ClassList): string {
  const scored = scoredWords(classes, 'code');
  return scored === undefined ? 'mean F1' : `mean F1 (${scored})`;
}
