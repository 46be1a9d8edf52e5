import { chart, pointWithInterval, straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { lineThrough, textAt } from '../drawing/svg.ts';
import { percent, proportion } from '../../src-shared/format/share.ts';
import type { Interval } from '../../src-shared/interval.ts';

/** Records whose largest probability lies in one interval. */
export interface CalibrationPoint {
  records: number;
  /** Their mean largest probability. */
  confidence: number;
  /** The share of them to which the model gives their label, with its 95 % interval where there is one. */
  accuracy: number;
  interval?: Readonly<Interval> | null | undefined;
}

const HEAD_PX = 18;

/** How often the model is right, against how confident it is; on the dashed line the two are equal. */
export function calibrationFigure(
  data: { points: readonly CalibrationPoint[]; expectedError?: number | null | undefined },
  options: FigureOptions = {},
): string {
  const { widthPx: width = Math.min(PAGE_WIDTH_PX, 440) } = options;
  const points = data.points.filter(({ records }) => records > 0);
  const told = points.map(
    ({ confidence, accuracy, records }) =>
      `${percent(accuracy)} right at ${percent(confidence)} sure (${records} records)`,
  );
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const text = (share: number): string => String(Math.round(100 * share));
  const error = data.expectedError ?? null;
  const said = error === null ? '' : `Expected calibration error ${proportion(error)}`;
  // Above the plot, where it lies on no point.
  const headPx = said === '' ? 0 : HEAD_PX;
  const height = Math.min(width, 400) + headPx;
  return svgFigure(
    {
      title: options.title ?? 'Calibration',
      description: `${[...told, ...(said === '' ? [] : [said])].join(', ')}.`,
      width,
      height,
    },
    chart(
      {
        x0: 0,
        y0: headPx + 4,
        width,
        height: height - headPx - 4,
        x: { label: 'Largest probability (%)', domain: [0, 1], ticks, text },
        y: { label: 'Right (%)', domain: [0, 1], ticks, text },
      },
      (x, y) => {
        const diagonal = straight(x(0), y(0), x(1), y(1), { stroke: COLORS.axis, 'stroke-dasharray': '3 4' });
        const line = lineThrough(
          points.map(({ confidence, accuracy }) => [x(confidence), y(accuracy)] as const),
          { stroke: COLORS.accent, 'stroke-width': 1.6 },
        );
        const dots = points.map(({ confidence, accuracy, interval }) =>
          pointWithInterval(
            { x: x(confidence), y: y(accuracy), low: interval?.map(y)[0], high: interval?.map(y)[1] },
            COLORS.accent,
          ),
        );
        const head = said === '' ? '' : textAt(x(0), HEAD_PX - 4, said, { size: SMALL_SIZE, fill: COLORS.muted });
        return diagonal + line + dots.join('') + head;
      },
    ),
  );
}
