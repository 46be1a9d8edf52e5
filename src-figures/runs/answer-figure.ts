import { straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { linearScale } from '../drawing/scale.ts';
import { element, textAt } from '../drawing/svg.ts';
import { interval, proportion } from '../../src-shared/format/share.ts';
import type { Interval } from '../../src-shared/interval.ts';

/** One reader's answers in one arm. */
interface AnswerRow {
  name: string;
  /** 0 to 1, with its 95 % interval. */
  share: number;
  interval: Readonly<Interval>;
}

interface AnswerLines {
  /** The share of right answers of somebody who guesses; null where there is none. */
  chance: number | null;
  /** Of the similarity test; null where there is none. */
  margin: number | null;
}

const ROW = 28;
const LEFT = 220;
const RIGHT = 168;

/** What each reader answered: a dot with its interval, one row each, with lines at guessing and at both margins. */
export function answerFigure(rows: readonly AnswerRow[], lines: AnswerLines, options: FigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX, title = 'What each reader answered' } = options;
  const { chance, margin } = lines;
  const top = 28;
  const bottom = top + rows.length * ROW;
  const x = linearScale([0, 1], [LEFT, width - RIGHT]);
  const said = rows.map((row) => `${row.name}: ${proportion(row.share)}, interval ${interval(row.interval)}`);
  return svgFigure(
    { title, description: `${said.join('; ')}.`, width, height: bottom + 28 },
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (tick) =>
        straight(x(tick), bottom, x(tick), bottom + 4, { stroke: COLORS.axis }) +
        textAt(x(tick), bottom + 18, String(tick), { anchor: 'middle', size: SMALL_SIZE, fill: COLORS.muted }),
    ),
    ...(chance === null ? [] : [straight(x(chance), top, x(chance), bottom, { stroke: COLORS.muted })]),
    ...(chance === null
      ? []
      : [textAt(x(chance) - 4, 18, `guessing ${chance}`, { anchor: 'end', size: SMALL_SIZE, fill: COLORS.muted })]),
    ...(margin === null
      ? []
      : [
          ...[1 - margin, margin].map((at) =>
            straight(x(at), top, x(at), bottom, { stroke: COLORS.muted, 'stroke-dasharray': '4 3' }),
          ),
          textAt(x(margin) + 4, 18, `margin ${margin}`, { size: SMALL_SIZE, fill: COLORS.muted }),
        ]),
    straight(LEFT, bottom, x(1), bottom, { stroke: COLORS.axis }),
    ...rows.map(({ name, share, interval: range }, index) => {
      const y = top + (index + 0.5) * ROW;
      return [
        textAt(LEFT - 12, y + 4, name, { anchor: 'end' }),
        straight(x(range[0]), y, x(range[1]), y, { stroke: COLORS.accent, 'stroke-width': 2 }),
        element('circle', { cx: x(share), cy: y, r: 5, fill: COLORS.accent }),
        textAt(width - 8, y + 4, `${proportion(share)} (${interval(range)})`, { anchor: 'end' }),
      ].join('');
    }),
  );
}
