import type { ResultOf } from '../../src-shared/analyses/index.ts';
import { EFFORT_NAMES } from '../../src-shared/analyses/effort-text.ts';
import type { Proportion } from '../../src-shared/analyses/common.ts';
import { chart, legend, pointWithInterval, type LegendEntry } from '../drawing/chart.ts';
import { COLORS, seriesStyle, type SeriesStyle } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import type { Scale } from '../drawing/scale.ts';
import { lineThrough } from '../drawing/svg.ts';
import { percent } from '../../src-shared/format/share.ts';
import { roundMicrovolts } from '../../src-shared/format/microvolts.ts';

const NOISE: SeriesStyle = { color: COLORS.muted, dash: '4 4' };

/** Attack and control stand this far to either side of their budget, so that neither covers the other's interval. */
const ASIDE_PX = 3;

/** Success against the budget with Wilson's 95 % intervals; beside it, random directions of the same size and spectrum. */
export function epsilonCurveFigure(result: ResultOf<'epsilon-curve'>, options: FigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX } = options;
  const points = [...result.points].sort((a, b) => a.epsilonUv - b.epsilonUv);
  const budgets = points.map(({ epsilonUv }) => epsilonUv);
  const { effort = [] } = result;
  const least = Math.min(...budgets);
  const most = Math.max(...budgets);
  const attack = seriesStyle(0);
  const entries: LegendEntry[] = [
    { label: 'Attack', ...attack, mark: 'line-dot' },
    ...effort.map(({ what }, i) => ({ label: EFFORT_NAMES[what], ...seriesStyle(i + 1), mark: 'line-dot' as const })),
    { label: 'Control: random direction of the same size and spectrum', ...NOISE, mark: 'line-dot' },
  ];
  const key = legend(entries, { x: 56, y: 4, width: width - 60 });
  const height = 320 + key.height;
  const told = points.map((point) => `${roundMicrovolts(point.epsilonUv)} µV ${percent(point.fooled.rate)}`);
  return svgFigure(
    {
      title: options.title ?? 'Attack success against the size of the budget',
      description: `Fooled, of ${result.attackable} attackable records: ${told.join(', ')}.`,
      width,
      height,
    },
    key.svg,
    chart(
      {
        x0: 0,
        y0: key.height + 4,
        width,
        height: height - key.height - 4,
        x: {
          label: 'Budget ε (µV)',
          domain: least < most ? [least * 0.9, most * 1.1] : [least / 2, least * 2],
          ticks: budgets,
          text: roundMicrovolts,
          log: true,
        },
        y: {
          label: 'Fooled (%)',
          domain: [0, 1],
          ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
          text: (share) => String(Math.round(100 * share)),
        },
      },
      (x, y) =>
        series(points, ({ noise }) => noise, NOISE, x, y, ASIDE_PX) +
        series(points, ({ fooled }) => fooled, attack, x, y, -ASIDE_PX) +
        effort
          .map((one, i) => series([one], ({ fooled }) => fooled, seriesStyle(i + 1), x, y, (2 * i + 3) * ASIDE_PX))
          .join(''),
    ),
  );
}

function series<Point extends { epsilonUv: number }>(
  points: readonly Point[],
  of: (point: Point) => Proportion,
  { color, dash }: SeriesStyle,
  x: Scale,
  y: Scale,
  asidePx: number,
): string {
  const shown = points.flatMap((point) => {
    const { rate, interval } = of(point);
    if (rate === null) return [];
    return [{ x: x(point.epsilonUv) + asidePx, y: y(rate), low: interval?.map(y)[0], high: interval?.map(y)[1] }];
  });
  const line = lineThrough(
    shown.map((point) => [point.x, point.y] as const),
    { stroke: color, 'stroke-width': 1.8, 'stroke-dasharray': dash },
  );
  return line + shown.map((point) => pointWithInterval(point, color)).join('');
}
