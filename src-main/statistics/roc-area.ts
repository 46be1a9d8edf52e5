/**
 * Area under the empirical ROC curve: the share of pairs of a signal and a noise in which the signal is rated higher, ties
 * counted half (Mann-Whitney; Bamber 1975). Null without both.
 */
export function rocArea(signals: readonly number[], noises: readonly number[]): number | null {
  if (signals.length === 0 || noises.length === 0) return null;
  let wins = 0;
  for (const signal of signals) for (const noise of noises) wins += signal > noise ? 1 : signal === noise ? 0.5 : 0;
  return wins / (signals.length * noises.length);
}
