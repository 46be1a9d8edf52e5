import { legend, straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type ClassFigureOptions } from '../drawing/figure.ts';
import { linearScale } from '../drawing/scale.ts';
import { element, textAt } from '../drawing/svg.ts';
import { CINC_2017_CLASSES, className } from '../../src-shared/class-list.ts';
import { decimal } from '../../src-shared/format/number.ts';

export interface ClassProbabilities {
  /** In the order of the model's classes; each sums to 1. */
  before: readonly number[];
  after: readonly number[];
  /** Index of the record's label among them. */
  label: number;
}

const ROW = 40;
const BAR = 12;
const LEFT = 116;
const RIGHT = 56;

/** The probability that a model gives each class before and after an attack, as paired bars. */
export function probabilityFigure(data: ClassProbabilities, options: ClassFigureOptions = {}): string {
  const { widthPx: width = Math.min(PAGE_WIDTH_PX, 440), classes = CINC_2017_CLASSES } = options;
  const sides = [
    { label: 'Before', color: COLORS.axis, values: data.before },
    { label: 'After', color: COLORS.accent, values: data.after },
  ] as const;
  const key = legend(
    sides.map(({ label, color }) => ({ label, color, mark: 'dot' as const })),
    { x: LEFT, y: 4, width: width - LEFT },
  );
  const top = key.height + 10;
  const bottom = top + classes.length * ROW;
  const x = linearScale([0, 1], [LEFT, width - RIGHT]);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const at = (values: readonly number[], index: number): number => values[index] ?? 0;
  const told = classes.map(
    ({ name: word }, i) =>
      `${word} ${decimal(at(data.before, i), 3)} before and ${decimal(at(data.after, i), 3)} after`,
  );
  return svgFigure(
    {
      title: options.title ?? 'Probability of each class',
      description: `The label is ${className(classes, data.label)}. ${told.join(', ')}.`,
      width,
      height: bottom + 46,
    },
    key.svg,
    ...ticks.map((tick) => straight(x(tick), top, x(tick), bottom, { stroke: COLORS.line })),
    ...ticks.map((tick) =>
      textAt(x(tick), bottom + 16, String(tick), { anchor: 'middle', size: SMALL_SIZE, fill: COLORS.muted }),
    ),
    textAt((x(0) + x(1)) / 2, bottom + 36, 'Probability', { anchor: 'middle' }),
    ...classes.map(({ name: word }, i) => {
      const middle = top + (i + 0.5) * ROW;
      const name = i === data.label ? `${word} (label)` : word;
      return [
        textAt(LEFT - 10, middle + 4, name, { anchor: 'end', weight: i === data.label ? 600 : 400 }),
        ...sides.map(({ color, values }, side) => {
          const y = middle + (side - 1) * (BAR + 2) + 1;
          const bar = { x: x(0), y, width: Math.max(1, x(at(values, i)) - x(0)), height: BAR, fill: color };
          return (
            element('rect', bar) +
            textAt(width - 4, y + BAR - 2, decimal(at(values, i), 3), { anchor: 'end', size: SMALL_SIZE })
          );
        }),
      ].join('');
    }),
    straight(LEFT, top, LEFT, bottom, { stroke: COLORS.axis }),
  );
}
