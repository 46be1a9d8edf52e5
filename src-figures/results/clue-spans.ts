import { chart, legend, straight, within } from '../drawing/chart.ts';
import { COLORS, seriesStyle } from '../drawing/colors.ts';
import { SMALL_SIZE, TEXT_SIZE } from '../drawing/figure.ts';
import { roundTicks, type Scale } from '../drawing/scale.ts';
import { fitted, lineThrough, textAt, type Attributes } from '../drawing/svg.ts';
import { counted } from '../../src-shared/format/counted.ts';
import { roundMicrovolts } from '../../src-shared/format/microvolts.ts';
import { count, upTo } from '../../src-shared/format/number.ts';
import { CLUE_FIELDS, type ClueRow } from '../../src-shared/study/clue-fields.ts';
import { defineFigure } from './define-figure.ts';
import { anyVirtual, printFigure, WIDTH } from './print.ts';

const TITLE = 'What readers marked, over the true |δ|';

export const clueSpans = defineFigure({
  id: 'clue-spans',
  title: TITLE,
  about:
    'Above, the mean |δ| of the pairs of an arm in which a reader marked something; below, how many marks reach into each span of time, on the changed tracing (filled) and, downwards, on the original one (open), where there is nothing to see. Marks that follow the perturbation lie where |δ| is large: its means within the marks, and elsewhere in the same pairs, stand above each plot.',
  empty: 'Nobody has marked anything in a pair that an attack made.',
  fields: CLUE_FIELDS,
  rows: ({ clues }) => [...clues],
  draw,
});

const HEAD = 34;
const [DELTAS, MARKS] = [128, 118];
const BLOCK = HEAD + DELTAS + MARKS + 8;
const ORIGINAL = seriesStyle(1).color;

function draw(rows: readonly ClueRow[]): string {
  const arms = [...Map.groupBy(rows, ({ task, arm }) => JSON.stringify([task, arm])).values()];
  const key = legend(
    [
      { label: 'On the changed tracing', color: COLORS.accent, mark: 'area' },
      { label: 'On the original one', color: ORIGINAL, mark: 'open-area' },
    ],
    { x: 4, y: 2, width: WIDTH - 8 },
  );
  const top = key.height + 4;
  return printFigure(
    {
      ...{ title: TITLE, description: `${arms.map((arm) => sentence(arm[0] as ClueRow)).join('; ')}.` },
      ...{ height: top + arms.length * BLOCK, virtual: anyVirtual(rows) },
    },
    key.svg,
    ...arms.map((arm, index) => block(arm, top + index * BLOCK)),
  );
}

function block(rows: readonly ClueRow[], y0: number): string {
  const first = rows[0] as ClueRow;
  const end = Math.max(...rows.map(({ to_s }) => to_s));
  const most = Math.max(...rows.map(({ mean_abs_delta_uv: uv }) => uv ?? 0), 1e-9);
  const marks = Math.max(...rows.flatMap((row) => [row.marks_on_changed, row.marks_on_original]), 1);
  const x = { domain: [0, end], ticks: roundTicks(0, end, 6), text: (at: number) => upTo(at, 2) } as const;
  const counts = {
    domain: [-marks, marks] as const,
    ticks: [-marks, 0, marks],
    text: (n: number) => count(Math.abs(n)),
  };
  const told = `${counted(first.marks, 'mark')} in ${counted(first.pairs, 'pair')}`;
  return [
    textAt(4, y0 + 14, `${fitted(first.arm, WIDTH - 190, TEXT_SIZE, 600)}: ${told}`, { weight: 600 }),
    textAt(4, y0 + 29, insideAndOutside(first), { size: SMALL_SIZE, fill: COLORS.muted }),
    chart(
      {
        ...{ x0: 0, y0: y0 + HEAD, width: WIDTH, height: DELTAS },
        x: { ...x, label: '' },
        y: {
          label: 'Mean |δ| (µV)',
          domain: [0, most * 1.1],
          ticks: roundTicks(0, most * 1.1, 3),
          text: (uv) => upTo(uv, 2),
        },
      },
      (across, up) => within(across, up, deltas(rows, across, up)),
    ),
    chart(
      {
        ...{ x0: 0, y0: y0 + HEAD + DELTAS - 26, width: WIDTH, height: MARKS + 26 },
        x: { ...x, label: 'Time (s)' },
        y: { ...counts, label: 'Marks' },
      },
      (across, up) => within(across, up, bars(rows, across, up)),
    ),
  ].join('');
}

/** A step for each span. */
function deltas(rows: readonly ClueRow[], x: Scale, y: Scale): string {
  const steps = rows.flatMap(({ from_s, to_s, mean_abs_delta_uv: uv }): [number, number][] =>
    uv === null
      ? []
      : [
          [x(from_s), y(uv)],
          [x(to_s), y(uv)],
        ],
  );
  return lineThrough(steps, { stroke: COLORS.text, 'stroke-width': 1.2 });
}

/** Upwards what was marked on the changed tracing, downwards what on the original one. */
function bars(rows: readonly ClueRow[], x: Scale, y: Scale): string {
  const outline = (of: (row: ClueRow) => number, style: Attributes): string => {
    const steps = rows.flatMap((row): [number, number][] => [
      [x(row.from_s), y(of(row))],
      [x(row.to_s), y(of(row))],
    ]);
    return lineThrough([[x(0), y(0)], ...steps, [steps.at(-1)?.[0] ?? x(0), y(0)]], style);
  };
  return [
    outline((row) => row.marks_on_changed, { fill: COLORS.accent, 'fill-opacity': 0.6 }),
    outline((row) => -row.marks_on_original, { fill: COLORS.surface, stroke: ORIGINAL }),
    straight(x.range[0], y(0), x.range[1], y(0), { stroke: COLORS.axis }),
  ].join('');
}

function insideAndOutside({ marked_uv: inside, elsewhere_uv: outside }: ClueRow): string {
  const uv = (value: number | null): string => (value === null ? 'nothing' : `${roundMicrovolts(value)} µV`);
  return `Mean |δ|: ${uv(inside)} where marked, ${uv(outside)} elsewhere`;
}

const sentence = (row: ClueRow): string =>
  `${row.arm}: ${counted(row.marks, 'mark')} in ${counted(row.pairs, 'pair')}. ${insideAndOutside(row)}`;
