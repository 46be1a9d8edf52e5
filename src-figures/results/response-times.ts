import { legend, straight, triangle } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { decadeTicks, type Scale } from '../drawing/scale.ts';
import { element } from '../drawing/svg.ts';
import { questionOf, QUESTION_IDS } from '../../src-shared/questions/index.ts';
import { count, decimal, upTo } from '../../src-shared/format/number.ts';
import { counted } from '../../src-shared/format/counted.ts';
import type { FieldDeclaration, RowOf } from '../../src-shared/tables/field-declaration.ts';
import { defineFigure, type StudyResults } from './define-figure.ts';
import { anyVirtual, printFigure, WIDTH } from './print.ts';
import { rowPlot, type PlotGroup } from './row-plot.ts';
import { armName, byArm, inArmOrder } from './share-rows.ts';

const ofTable = 'as in the table summary';
const FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  { name: 'round', type: 'integer', description: 'Round of the reading; the first is 1.' },
  { name: 'reader', type: 'text', description: 'Name or code of the reader.' },
  { name: 'session_id', type: 'text', description: 'The session.' },
  { name: 'n', type: 'integer', description: 'Answered trials.' },
  { name: 'q1_ms', type: 'number', unit: 'ms', description: `Lower quartile of the response time, ${ofTable}.` },
  { name: 'median_ms', type: 'number', unit: 'ms', description: `Median, ${ofTable}.` },
  { name: 'q3_ms', type: 'number', unit: 'ms', description: `Upper quartile, ${ofTable}.` },
  { name: 'median_right_ms', type: 'number', unit: 'ms', nullable: true, description: 'Median of right answers.' },
  { name: 'median_wrong_ms', type: 'number', unit: 'ms', nullable: true, description: 'Median of wrong answers.' },
  { name: 'virtual', type: 'integer', values: [0, 1], description: '1 if a virtual reader answered (rehearsal).' },
] as const satisfies readonly FieldDeclaration[];
type TimeRow = RowOf<typeof FIELDS>;

const TITLE = 'Response times of each reader in each arm';

export const responseTimes = defineFigure({
  id: 'response-times',
  title: TITLE,
  about:
    'Time from the first paint of the tracings to the answer, on a scale of decades: median (dots) with its quartiles (bars: the middle half of the answers, no confidence intervals), and the medians of right (upward triangles) and of wrong answers (downward, open).',
  empty: 'Nobody has answered yet.',
  fields: FIELDS,
  rows: timeRows,
  draw,
});

function timeRows({ summary }: StudyResults): TimeRow[] {
  return inArmOrder(summary).map((row) => ({
    ...{ task: row.task, question: row.question, arm: row.arm, round: row.round },
    ...{ reader: row.reader, session_id: row.session_id, n: row.n },
    q1_ms: row.response_time_q1_ms,
    median_ms: row.response_time_median_ms,
    q3_ms: row.response_time_q3_ms,
    median_right_ms: row.response_time_median_right_ms,
    median_wrong_ms: row.response_time_median_wrong_ms,
    virtual: row.virtual,
  }));
}

/** Nothing is drawn left of it: no answer takes less than a frame of the screen. */
const LEAST_S = 0.01;

function draw(rows: readonly TimeRow[]): string {
  const drawn = rows.flatMap((row) => [row.q1_ms, row.q3_ms, row.median_right_ms, row.median_wrong_ms]);
  const times = drawn.flatMap((ms) => (ms === null ? [] : [Math.max(ms / 1000, LEAST_S)]));
  const [low, high] = [Math.min(...times) * 0.8, Math.max(...times) * 1.25];
  const ticks = decadeTicks(low, high);
  const key = legend(
    [
      { label: 'Median and quartiles', color: COLORS.accent, mark: 'line-dot' },
      { label: 'Median, right', color: COLORS.text, mark: 'triangle' },
      { label: 'Median, wrong', color: COLORS.text, mark: 'open-triangle' },
    ],
    { x: 4, y: 2, width: WIDTH - 8 },
  );
  const plot = rowPlot({
    ...{ y0: key.height + 6, groups: groupsOf(rows), labelHead: 'Reader', valueHead: 'Median (quartiles), s' },
    axis: {
      label: 'Response time (s)',
      domain: [low, high],
      ticks: ticks.length > 5 ? ticks.filter((tick) => /^[0.]*1[0.]*$/.test(String(tick))) : ticks,
      text: (tick) => upTo(tick, 2),
      log: true,
    },
  });
  return printFigure(
    {
      ...{ title: TITLE, description: `${rows.map(sentence).join('; ')}.` },
      ...{ height: key.height + 6 + plot.height, virtual: anyVirtual(rows) },
    },
    key.svg,
    plot.svg,
  );
}

function groupsOf(rows: readonly TimeRow[]): PlotGroup[] {
  let before = '';
  return byArm(rows).map((arm) => {
    const first = arm[0] as TimeRow;
    const title = first.task === before ? '' : questionOf(first.question).text();
    before = first.task;
    return {
      ...{ title, heading: armName(first, rows) },
      rows: arm.map((row) => ({
        ...{ label: row.reader, mark: (x, y) => mark(row, x, y), n: count(row.n) },
        value: `${inSeconds(row.median_ms)} (${inSeconds(row.q1_ms)}–${inSeconds(row.q3_ms)})`,
      })),
    };
  });
}

function mark(row: TimeRow, x: Scale, y: number): string {
  const at = (ms: number): number => x(Math.max(ms / 1000, LEAST_S));
  return [
    straight(at(row.q1_ms), y, at(row.q3_ms), y, { stroke: COLORS.accent, 'stroke-width': 4, 'stroke-opacity': 0.45 }),
    element('circle', { cx: at(row.median_ms), cy: y, r: 3.6, fill: COLORS.accent }),
    row.median_right_ms === null ? '' : triangle(at(row.median_right_ms), y - 5, 'up'),
    row.median_wrong_ms === null ? '' : triangle(at(row.median_wrong_ms), y + 5, 'down'),
  ].join('');
}

const inSeconds = (ms: number): string => decimal(ms / 1000, ms < 10_000 ? 1 : 0);

const sentence = (row: TimeRow): string =>
  `${row.arm}, ${row.reader}: median ${inSeconds(row.median_ms)} s, quartiles ${inSeconds(row.q1_ms)} and ${inSeconds(row.q3_ms)} s, of ${counted(row.n, 'answer')}`;
