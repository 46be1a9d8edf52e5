import { chart, legend, straight } from '../drawing/chart.ts';
import { COLORS, seriesStyle } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { roundTicks, type Scale } from '../drawing/scale.ts';
import { lineThrough } from '../drawing/svg.ts';
import { decimal } from '../../src-shared/format/number.ts';

/** One epoch of a training, as models keep it. */
export interface HistoryEpoch {
  epoch: number;
  loss: number;
  /** On the validation records. */
  meanF1: number;
  accuracy: number;
  /** Under the perturbation that was trained against. */
  attacked?: { meanF1: number; accuracy: number } | undefined;
}

/** Loss at the left, validation F1 and accuracy at the right, against epochs; a dashed line at the `marked` one. */
export function historyFigure(
  history: readonly HistoryEpoch[],
  options: FigureOptions & { marked?: number | null | undefined } = {},
): string {
  const { widthPx: width = PAGE_WIDTH_PX, marked = null } = options;
  const [loss, f1, accuracy, perturbed] = [seriesStyle(0), seriesStyle(0), seriesStyle(1), seriesStyle(2)];
  const half = width / 2;
  const underAttack = history.filter(({ attacked }) => attacked !== undefined);
  const key = legend(
    [
      { label: 'Mean F1 (N, A, O)', ...f1 },
      { label: 'Accuracy', ...accuracy },
      ...(underAttack.length === 0 ? [] : [{ label: 'Accuracy, perturbed', ...perturbed }]),
    ],
    { x: half + 56, y: 4, width: half - 60 },
  );
  const last = Math.max(2, ...history.map(({ epoch }) => epoch));
  const highest = Math.max(0.1, ...history.map((epoch) => epoch.loss));
  const scores = history
    .flatMap(({ meanF1, accuracy: share }) => [meanF1, share])
    .concat(underAttack.map(perturbedAccuracy));
  const lowest = Math.max(0, Math.floor(10 * Math.min(0.9, ...scores)) / 10);
  const frame = {
    y0: key.height + 4,
    width: half,
    height: 260,
    x: {
      label: 'Epoch',
      domain: [1, last] as const,
      ticks: roundTicks(1, last, 6).filter((tick) => Number.isInteger(tick)),
    },
  };
  const lossTicks = roundTicks(0, highest, 5);
  const draw =
    (
      valueOf: (epoch: HistoryEpoch) => number,
      style: { color: string; dash: string | undefined },
      epochs: readonly HistoryEpoch[] = history,
    ) =>
    (x: Scale, y: Scale): string =>
      lineThrough(
        epochs.map((epoch) => [x(epoch.epoch), y(valueOf(epoch))] as const),
        { stroke: style.color, 'stroke-width': 1.8, 'stroke-dasharray': style.dash },
      );
  const mark = (x: Scale, y: Scale): string =>
    marked === null
      ? ''
      : straight(x(marked), y.range[0], x(marked), y.range[1], { stroke: COLORS.axis, 'stroke-dasharray': '3 4' });
  const lines = [
    mark,
    draw(({ meanF1 }) => meanF1, f1),
    draw((epoch) => epoch.accuracy, accuracy),
    ...(underAttack.length === 0 ? [] : [draw(perturbedAccuracy, perturbed, underAttack)]),
  ];
  const best = history.reduce((top, { meanF1 }) => Math.max(top, meanF1), 0);
  return svgFigure(
    {
      title: options.title ?? 'Training history',
      description: `${history.length} epochs; loss from ${decimal(history[0]?.loss, 3)} to ${decimal(history.at(-1)?.loss, 3)}, best validation F1 ${decimal(best, 3)}${marked === null ? '' : `, epoch ${marked} kept`}.`,
      width,
      height: frame.y0 + frame.height,
    },
    key.svg,
    chart(
      { ...frame, x0: 0, y: { label: 'Training loss', domain: [0, highest], ticks: lossTicks } },
      (x, y) => mark(x, y) + draw((epoch) => epoch.loss, loss)(x, y),
    ),
    chart(
      { ...frame, x0: half, y: { label: 'Validation', domain: [lowest, 1], ticks: roundTicks(lowest, 1, 5) } },
      (x, y) => lines.map((line) => line(x, y)).join(''),
    ),
  );
}

function perturbedAccuracy({ attacked }: HistoryEpoch): number {
  return attacked?.accuracy ?? 0;
}
