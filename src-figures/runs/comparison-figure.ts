import { diamond, legend, straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { linearScale } from '../drawing/scale.ts';
import { element, textAt } from '../drawing/svg.ts';
import { percent } from '../../src-shared/format/share.ts';
import type { Interval } from '../../src-shared/interval.ts';

export interface ComparisonRow {
  name: string;
  /** 0 to 1; null where there is none. */
  ours: number | null;
  /** 95 %. */
  interval: Readonly<Interval> | null;
  paper: number | null;
}

const ROW = 30;
const LEFT = 220;

/** Ours as a bar with its 95 % interval, the paper's as a diamond where it has one, one row each, in percent. */
export function comparisonFigure(rows: readonly ComparisonRow[], options: FigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX } = options;
  const ofPaper = rows.some(({ paper }) => paper !== null);
  const key = legend(
    [
      { label: `${ofPaper ? 'Ours' : 'Share'}, 95 % interval`, color: COLORS.accent, mark: 'area' },
      ...(ofPaper ? [{ label: 'Han et al. 2020', color: COLORS.text, mark: 'diamond' as const }] : []),
    ],
    { x: LEFT, y: 4, width: width - LEFT },
  );
  const top = key.height + 10;
  const bottom = top + rows.length * ROW;
  const x = linearScale([0, 1], [LEFT, width - 72]);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const told = rows.map(
    ({ name, ours, paper }) => `${name} ${percent(ours)}${paper === null ? '' : ` (paper ${percent(paper, 0)})`}`,
  );
  return svgFigure(
    {
      title: options.title ?? (ofPaper ? 'Our figures beside the paper’s' : 'Shares'),
      description: `${told.join(', ')}.`,
      width,
      height: bottom + 46,
    },
    key.svg,
    ...ticks.map((tick) => straight(x(tick), top, x(tick), bottom, { stroke: COLORS.line })),
    ...ticks.map((tick) =>
      textAt(x(tick), bottom + 16, String(Math.round(100 * tick)), {
        anchor: 'middle',
        size: SMALL_SIZE,
        fill: COLORS.muted,
      }),
    ),
    textAt((x(0) + x(1)) / 2, bottom + 36, 'Percent', { anchor: 'middle' }),
    ...rows.map(({ name, ours, interval, paper }, index) => {
      const y = top + (index + 0.5) * ROW;
      return [
        textAt(LEFT - 10, y + 4, name, { anchor: 'end' }),
        ours === null
          ? ''
          : element('rect', {
              x: x(0),
              y: y - 8,
              width: Math.max(0, x(ours) - x(0)),
              height: 16,
              fill: COLORS.accent,
              'fill-opacity': 0.35,
            }),
        interval ? straight(x(interval[0]), y, x(interval[1]), y, { stroke: COLORS.accent, 'stroke-width': 2.4 }) : '',
        paper === null ? '' : diamond(x(paper), y, COLORS.text),
        textAt(width - 4, y + 4, percent(ours), { anchor: 'end' }),
      ].join('');
    }),
    straight(LEFT, bottom, x(1), bottom, { stroke: COLORS.axis }),
  );
}
