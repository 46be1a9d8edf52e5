import { MISSING, count, decimal } from './number.ts';

type Ends = readonly [low: number | null | undefined, high: number | null | undefined];

/** A share of 1 with three digits; one that only rounds to 0 or 1 shows its side: '0.600', '>0.999'. */
export function proportion(share: number | null | undefined): string {
  if (share === null || share === undefined) return MISSING;
  if (share > 0 && share < 0.0005) return `<${decimal(0.001, 3)}`;
  if (share < 1 && share > 0.9995) return `>${decimal(0.999, 3)}`;
  return decimal(share, 3);
}

/** The two ends of an interval of shares: '0.513 to 0.712'. */
export function interval(ends: Ends | null | undefined): string {
  return between(ends, (share) => decimal(share, 3));
}

/** 0.589 → '58.9 %'. */
export function percent(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? MISSING
    : `${decimal(100 * share, digits)} %`;
}

/** The two ends of an interval of shares in percent: '55.4 % to 62.4 %'. */
export function percentInterval(ends: Ends | null | undefined): string {
  return between(ends, (share) => percent(share));
}

/** '31 of 40 (77.5 %)'. */
export function outOf(part: number, whole: number): string {
  return `${count(part)} of ${count(whole)} (${percent(whole === 0 ? 0 : part / whole)})`;
}

function between(ends: Ends | null | undefined, text: (share: number) => string): string {
  const [low, high] = ends ?? [];
  if (low === null || low === undefined || high === null || high === undefined) return MISSING;
  return `${text(low)} to ${text(high)}`;
}
