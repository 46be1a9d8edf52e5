import { MISSING, decimal } from './number.ts';

const SMALLEST = 0.001;

/** For a column of p values: '0.089', or '<0.001' for what three digits would show as 0. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined) return MISSING;
  return p < SMALLEST ? `<${decimal(SMALLEST, 3)}` : decimal(p, 3);
}

/** Within a sentence: 'p = 0.089', 'p < 0.001'. */
export function pStatement(p: number): string {
  return p < SMALLEST ? `p < ${decimal(SMALLEST, 3)}` : `p = ${decimal(p, 3)}`;
}
