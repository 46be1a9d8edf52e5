import { filledDiamond, straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import type { Scale } from '../drawing/scale.ts';
import { element } from '../drawing/svg.ts';
import { count, decimal } from '../../src-shared/format/number.ts';
import { counted } from '../../src-shared/format/counted.ts';
import { percent, percentInterval } from '../../src-shared/format/share.ts';
import type { ShareRow } from './share-rows.ts';

/** One reader as a dot, all readers as a filled diamond, each with its interval. */
export function shareMark({ reader, share, ci_low, ci_high }: ShareRow, x: Scale, y: number): string {
  const color = reader === null ? COLORS.text : COLORS.accent;
  return (
    interval(ci_low, ci_high, x, y, color) +
    (reader === null ? filledDiamond(x(share), y, COLORS.text) : dot(x(share), y))
  );
}

const dot = (x: number, y: number): string => element('circle', { cx: x, cy: y, r: 4, fill: COLORS.accent });

/** From low to high with a stop at both ends; nothing where there is none. */
export function interval(low: number | null, high: number | null, x: Scale, y: number, stroke: string): string {
  if (low === null || high === null) return '';
  const ends = [low, high].map((end) => straight(x(end), y - 3, x(end), y + 3, { stroke, 'stroke-width': 1.4 }));
  return straight(x(low), y, x(high), y, { stroke, 'stroke-width': 1.4 }) + ends.join('');
}

/** Guessing as a line, both margins of the similarity test dashed. */
export function shareLines({
  chance,
  similarity_margin: margin,
}: ShareRow): (x: Scale, top: number, bottom: number) => string {
  return (x, top, bottom) =>
    [
      ...(chance === null ? [] : [straight(x(chance), top, x(chance), bottom, { stroke: COLORS.muted })]),
      ...(margin === null ? [] : [1 - margin, margin]).map((at) =>
        straight(x(at), top, x(at), bottom, { stroke: COLORS.muted, 'stroke-dasharray': '4 3' }),
      ),
    ].join('');
}

/** '65.0 (54.8–74.3)', in percent; without an interval only the share. `unit`: after the share. */
export function shareText({ share, ci_low, ci_high }: ShareRow, unit = ''): string {
  const [at, low, high] = [share, ci_low, ci_high].map((value) => decimal(value === null ? null : 100 * value, 1));
  return ci_low === null || ci_high === null ? `${at}${unit}` : `${at}${unit} (${low}–${high})`;
}

/** For those who do not see it. */
export function shareSentence(row: ShareRow): string {
  const range = row.ci_low === null ? '' : `, 95 % interval ${percentInterval([row.ci_low, row.ci_high])}`;
  return `${row.arm}, ${row.reader ?? 'all readers'}: ${percent(row.share)} of ${counted(row.n, 'answer')} right${range}`;
}

export const shareTicks = {
  domain: [0, 1],
  ticks: [0, 0.25, 0.5, 0.75, 1],
  text: (share: number) => count(100 * share),
} as const;
