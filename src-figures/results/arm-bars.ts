import { diamond, filledDiamond, legend, straight, type LegendEntry } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { SMALL_SIZE, TEXT_SIZE } from '../drawing/figure.ts';
import { linearScale, type Scale } from '../drawing/scale.ts';
import { element, fitted, textAt, textWidth } from '../drawing/svg.ts';
import { count, upTo } from '../../src-shared/format/number.ts';
import { percent } from '../../src-shared/format/share.ts';
import type { RowOf } from '../../src-shared/tables/field-declaration.ts';
import { anyVirtual, printFigure, WIDTH } from './print.ts';
import { interval, shareSentence, shareText, shareTicks } from './share-marks.ts';
import { armName, byArm, SHARE_FIELDS } from './share-rows.ts';

/** A share as Figure 2 of Han et al. 2020 has it, beside theirs. */
export const BAR_FIELDS = [
  ...SHARE_FIELDS,
  {
    name: 'paper',
    type: 'number',
    nullable: true,
    description: 'Share that Han et al. 2020 report of such pairs (mean of two readers); empty where they have none.',
  },
] as const;

export type BarRow = RowOf<typeof BAR_FIELDS>;

const [LEFT, RIGHT] = [8, WIDTH - 12];
const BAR = 16;

/** As many readers have an interval; more of them are dots alone, of which the forest plot has the intervals. */
const FEW_READERS = 8;

/** A bar of all readers for each arm, and the readers under it; of one reader the bar is theirs. */
export function armBars(title: string, rows: readonly BarRow[]): string {
  const x = linearScale(shareTicks.domain, [LEFT, RIGHT]);
  const key = legend(legendOf(rows), { x: 4, y: 2, width: WIDTH - 8 });
  const { chance } = rows[0] as BarRow;
  let y = key.height + 4;
  const arms = byArm(rows).map((arm) => {
    const readers = arm.filter(({ reader }) => reader !== null);
    const all = arm.find(({ reader }) => reader === null);
    const bar = all ?? (readers.length === 1 ? readers[0] : undefined);
    const step = readers.length > FEW_READERS ? 5 : 11;
    const from = y + 22;
    const dots = from + (bar ? BAR + 8 : 4);
    y = dots + readers.length * step + 8;
    const value = bar ? `${shareText(bar, ' %')}, n = ${count(bar.n)}${ofReaders(readers.length)}` : '';
    const room = WIDTH - 24 - textWidth(value, TEXT_SIZE) * 1.1;
    return [
      behind(chance, x, from - 2, y - 4),
      textAt(LEFT, from - 7, fitted(armName(arm[0] as BarRow, rows), room, TEXT_SIZE, 600), { weight: 600 }),
      textAt(WIDTH - 4, from - 7, value, { anchor: 'end' }),
      bar ? barOf(bar, x, from) : '',
      ...readers.map((row, index) => reader(row, x, dots + index * step, step)),
    ].join('');
  });
  return printFigure(
    { title, description: `${rows.map(barSentence).join('; ')}.`, height: y + 42, virtual: anyVirtual(rows) },
    ...[key.svg, ...arms, axis(x, y)],
  );
}

const ofReaders = (readers: number): string => (readers > 1 ? ` of ${readers} readers` : '');

/** The lines of one arm, which leave its name free. */
function behind(chance: number | null, x: Scale, top: number, bottom: number): string {
  const lines = shareTicks.ticks.map((tick) => straight(x(tick), top, x(tick), bottom, { stroke: COLORS.line }));
  const guessing = { stroke: COLORS.muted, 'stroke-width': 1.2 };
  return lines.join('') + (chance === null ? '' : straight(x(chance), top, x(chance), bottom, guessing));
}

function barOf(row: BarRow, x: Scale, y: number): string {
  const middle = y + BAR / 2;
  return [
    element('rect', {
      ...{ x: x(0), y, width: x(row.share) - x(0), height: BAR },
      ...{ fill: COLORS.accent, 'fill-opacity': 0.3, stroke: COLORS.accent },
    }),
    interval(row.ci_low, row.ci_high, x, middle, COLORS.text),
    row.reader === null ? filledDiamond(x(row.share), middle, COLORS.text) : '',
    row.paper === null ? '' : diamond(x(row.paper), middle, COLORS.text),
  ].join('');
}

function reader(row: BarRow, x: Scale, y: number, step: number): string {
  const few = step > 5;
  const range = few ? interval(row.ci_low, row.ci_high, x, y, COLORS.accent) : '';
  return range + element('circle', { cx: x(row.share), cy: y, r: few ? 3.4 : 2.4, fill: COLORS.accent });
}

function axis(x: Scale, y: number): string {
  const small = { size: SMALL_SIZE, fill: COLORS.muted, anchor: 'middle' } as const;
  return [
    straight(LEFT, y, RIGHT, y, { stroke: COLORS.axis }),
    ...shareTicks.ticks.map(
      (tick) =>
        straight(x(tick), y, x(tick), y + 4, { stroke: COLORS.axis }) +
        textAt(x(tick), y + 17, shareTicks.text(tick), tick === 1 ? { ...small, anchor: 'end' } : small),
    ),
    textAt((LEFT + RIGHT) / 2, y + 35, 'Right answers (%)', { anchor: 'middle' }),
  ].join('');
}

const barSentence = (row: BarRow): string =>
  `${shareSentence(row)}${row.paper === null ? '' : ` (Han et al. 2020: ${percent(row.paper)})`}`;

function legendOf(rows: readonly BarRow[]): LegendEntry[] {
  const chance = rows[0]?.chance ?? null;
  const all = rows.some(({ reader: one }) => one === null);
  return [
    ...(all ? [{ label: 'All readers', color: COLORS.text, mark: 'filled-diamond' as const }] : []),
    { label: 'Reader', color: COLORS.accent, mark: 'dot' },
    ...(rows.some(({ paper }) => paper !== null)
      ? [{ label: 'Han et al. 2020', color: COLORS.text, mark: 'diamond' as const }]
      : []),
    ...(chance === null ? [] : [{ label: `Guessing, ${upTo(100 * chance, 1)} %`, color: COLORS.muted }]),
  ];
}
