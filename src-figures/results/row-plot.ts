import { straight } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { SMALL_SIZE, TEXT_SIZE } from '../drawing/figure.ts';
import { linearScale, logScale, type Scale } from '../drawing/scale.ts';
import { fitted, roomFor, textAt } from '../drawing/svg.ts';
import { WIDTH } from './print.ts';

interface PlotRow {
  label: string;
  /** At the height y. */
  mark: (x: Scale, y: number) => string;
  /** The numbers of the mark. */
  value: string;
  n: string;
  isBold?: boolean;
}

export interface PlotGroup {
  /** Above the arms of one question; empty where it is that of the group before. */
  title: string;
  heading: string;
  /** Lines behind the rows of the group, from the top to the bottom that are given. */
  lines?: ((x: Scale, top: number, bottom: number) => string) | undefined;
  rows: readonly PlotRow[];
}

export interface RowPlot {
  y0: number;
  groups: readonly PlotGroup[];
  /** Over the labels of the rows, and over their values. */
  labelHead: string;
  valueHead: string;
  axis: {
    label: string;
    domain: readonly [number, number];
    ticks: readonly number[];
    text: (value: number) => string;
    log?: boolean;
  };
}

const ROW = 18;
/** Labels have as much room as the longest of them needs, such as a reader's code: the axis gives way, up to half of it. */
const [LEAST_LABELS, MOST_LABELS] = [88, 168];
const RIGHT = 250;
/** On a shorter axis the numbers of neighbouring ticks would touch, px. */
const ROOM_FOR_TICKS = 110;
const VALUES = 386;
const COUNTS = WIDTH - 4;

/** Rows of a label, a mark on one axis that all of them share, its numbers and n; one row for each, so that fifty stay readable. */
export function rowPlot({ y0, groups, labelHead, valueHead, axis }: RowPlot): { svg: string; height: number } {
  const widths = groups.flatMap(({ rows }) =>
    rows.map(({ label, isBold }) => roomFor(label, SMALL_SIZE, isBold ? 600 : 400)),
  );
  const labels = Math.min(MOST_LABELS, Math.max(LEAST_LABELS, ...widths));
  const left = 4 + labels + 6;
  const x = (axis.log ? logScale : linearScale)(axis.domain, [left, RIGHT]);
  const small = { size: SMALL_SIZE, fill: COLORS.muted };
  const parts = [
    textAt(4, y0 + 12, labelHead, small),
    textAt(VALUES, y0 + 12, valueHead, { ...small, anchor: 'end' }),
    textAt(COUNTS, y0 + 12, 'n', { ...small, anchor: 'end' }),
    straight(4, y0 + 18, COUNTS, y0 + 18, { stroke: COLORS.axis }),
  ];
  let y = y0 + 20;
  for (const { title, heading, lines, rows } of groups) {
    if (title !== '') {
      parts.push(textAt(4, y + 16, fitted(title, WIDTH - 8, TEXT_SIZE, 700), { weight: 700 }));
      y += 20;
    }
    parts.push(textAt(4, y + 14, fitted(heading, WIDTH - 8, TEXT_SIZE, 600), { weight: 600 }));
    y += 20;
    const bottom = y + rows.length * ROW;
    for (const tick of axis.ticks) parts.push(straight(x(tick), y, x(tick), bottom, { stroke: COLORS.line }));
    parts.push(lines?.(x, y, bottom) ?? '');
    for (const { label, mark, value, n, isBold } of rows) {
      const weight = isBold ? { weight: 600 } : {};
      parts.push(
        textAt(4, y + 13, fitted(label, labels, SMALL_SIZE, isBold ? 600 : 400), weight),
        mark(x, y + ROW / 2),
        textAt(VALUES, y + 13, value, { anchor: 'end', ...weight }),
        textAt(COUNTS, y + 13, n, { anchor: 'end', ...weight }),
      );
      y += ROW;
    }
    y += 6;
  }
  parts.push(straight(left, y, RIGHT, y, { stroke: COLORS.axis }));
  for (const [i, tick] of axis.ticks.entries()) {
    const isNamed = RIGHT - left >= ROOM_FOR_TICKS || i % 2 === 0;
    parts.push(
      straight(x(tick), y, x(tick), y + 4, { stroke: COLORS.axis }),
      isNamed ? textAt(x(tick), y + 17, axis.text(tick), { ...small, anchor: 'middle' }) : '',
    );
  }
  parts.push(textAt((left + RIGHT) / 2, y + 35, axis.label, { anchor: 'middle' }));
  return { svg: parts.join(''), height: y + 42 - y0 };
}
