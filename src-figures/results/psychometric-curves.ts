import { chart, legend, pointWithInterval, straight, within, type LegendEntry } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { SMALL_SIZE, TEXT_SIZE } from '../drawing/figure.ts';
import { decadeTicks, type Scale } from '../drawing/scale.ts';
import { fitted, lineThrough, textAt } from '../drawing/svg.ts';
import { attackOf } from '../../src-shared/attacks/index.ts';
import { roundMicrovolts } from '../../src-shared/format/microvolts.ts';
import { percent } from '../../src-shared/format/share.ts';
import { psychometricFunction } from '../../src-shared/study/psychometric.ts';
import { defineFigure } from './define-figure.ts';
import { anyVirtual, printFigure, WIDTH } from './print.ts';
import { CURVE_FIELDS, curveRows, type CurveRow } from './psychometric-rows.ts';
import { shareTicks } from './share-marks.ts';

const TITLE = 'Psychometric curves: how large a perturbation each reader sees';

export const psychometricCurves = defineFigure({
  id: 'psychometric-curves',
  title: TITLE,
  about:
    'Share of right answers of each reader at each budget ε of an attack (dots, Clopper-Pearson 95 % intervals), with the fitted Weibull function. The dashed line is the threshold, of which half of the pairs are told apart, and the bar at the bottom its 95 % interval (parametric bootstrap), cut off where it goes on beyond the budgets that were shown. The line at 50 % is guessing. Where the threshold lies beyond these budgets there is no curve.',
  empty: 'No reader has answered three budgets ε or more of one attack, each in an arm of its own.',
  fields: CURVE_FIELDS,
  rows: curveRows,
  draw,
});

const PANEL = { width: WIDTH / 2, height: 196 };
const HEAD = 34;
const LEGEND: readonly LegendEntry[] = [
  { label: 'Share right, 95 % interval', color: COLORS.accent, mark: 'line-dot' },
  { label: 'Guessing, 50 %', color: COLORS.muted },
  { label: 'Threshold θ', color: COLORS.text, dash: '4 3' },
  { label: 'Its 95 % interval', color: COLORS.text, mark: 'thick-line' },
];

function draw(rows: readonly CurveRow[]): string {
  const curves = [...Map.groupBy(rows, (row) => JSON.stringify([row.session_id, row.task, row.attack])).values()];
  const sizes = rows.map((row) => row.epsilon_uv);
  const domain = [Math.min(...sizes) * 0.7, Math.max(...sizes) * 1.4] as const;
  const key = legend(LEGEND, { x: 4, y: 2, width: WIDTH - 8 });
  const row = PANEL.height + 4;
  const panels = curves.map((curve, index) =>
    panel(curve, domain, { x0: (index % 2) * PANEL.width, y0: key.height + 6 + Math.floor(index / 2) * row }),
  );
  return printFigure(
    {
      ...{ title: TITLE, description: `${curves.map(sentence).join('; ')}.` },
      ...{ height: key.height + 6 + Math.ceil(curves.length / 2) * row, virtual: anyVirtual(rows) },
    },
    key.svg,
    ...panels,
  );
}

function panel(
  curve: readonly CurveRow[],
  domain: readonly [number, number],
  { x0, y0 }: { x0: number; y0: number },
): string {
  const first = curve[0] as CurveRow;
  const ns = [...new Set(curve.map(({ n }) => n))];
  const n = ns.length === 1 ? `n = ${ns[0]}` : `n = ${Math.min(...ns)} to ${Math.max(...ns)}`;
  const ticks = decadeTicks(...domain);
  return [
    textAt(
      x0 + 4,
      y0 + 14,
      fitted(`${first.reader}, ${attackOf(first.attack).name}`, PANEL.width - 8, TEXT_SIZE, 600),
      {
        weight: 600,
      },
    ),
    textAt(x0 + 4, y0 + 29, `${thresholdText(first)}, ${n}`, {
      size: SMALL_SIZE,
      fill: COLORS.muted,
    }),
    chart(
      {
        ...{ x0, y0: y0 + HEAD, width: PANEL.width, height: PANEL.height - HEAD },
        x: {
          label: 'Budget ε (µV)',
          domain,
          ticks: ticks.length > 0 ? ticks : [first.epsilon_uv],
          text: roundMicrovolts,
          log: true,
        },
        y: { label: 'Right (%)', ...shareTicks },
      },
      (x, y) => within(x, y, [...threshold(first, x, y), line(first, domain, x, y)].join('')) + points(curve, x, y),
    ),
  ].join('');
}

function points(curve: readonly CurveRow[], x: Scale, y: Scale): string {
  return curve
    .map((row) =>
      pointWithInterval(
        { x: x(row.epsilon_uv), y: y(row.share), low: y(row.ci_low), high: y(row.ci_high) },
        COLORS.accent,
      ),
    )
    .join('');
}

function threshold(
  { threshold_uv: at, threshold_low_uv: low, threshold_high_uv: high }: CurveRow,
  x: Scale,
  y: Scale,
): string[] {
  const [bottom, top] = y.range;
  const guessing = straight(x.range[0], y(0.5), x.range[1], y(0.5), { stroke: COLORS.muted });
  if (at === null) return [guessing];
  const from = low === null ? x.range[0] : x(low);
  const to = high === null ? x.range[1] : x(high);
  const bar = straight(from, bottom - 4, to, bottom - 4, { stroke: COLORS.text, 'stroke-width': 3 });
  return [guessing, straight(x(at), top, x(at), bottom, { stroke: COLORS.text, 'stroke-dasharray': '4 3' }), bar];
}

const STEPS = 80;

function line(
  { threshold_uv: at, slope, lapses }: CurveRow,
  [low, high]: readonly [number, number],
  x: Scale,
  y: Scale,
): string {
  if (at === null) return '';
  const sizes = Array.from({ length: STEPS + 1 }, (_, i) => low * (high / low) ** (i / STEPS));
  const through = sizes.map(
    (size) => [x(size), y(psychometricFunction({ threshold: at, slope, lapses }, size))] as const,
  );
  return lineThrough(through, { stroke: COLORS.accent, 'stroke-width': 1.8 });
}

/** '38 µV (30–47)'; an end that lies beyond what was shown is left open. */
function thresholdText({ threshold_uv: at, threshold_low_uv: low, threshold_high_uv: high, beyond }: CurveRow): string {
  if (at === null) return beyond === 'below' ? 'all were seen' : 'threshold above all';
  const end = (uv: number | null): string => (uv === null ? '?' : roundMicrovolts(uv));
  return `θ = ${roundMicrovolts(at)} µV (${end(low)}–${end(high)})`;
}

function sentence(curve: readonly CurveRow[]): string {
  const first = curve[0] as CurveRow;
  const shares = curve.map((row) => `${percent(row.share)} right at ${roundMicrovolts(row.epsilon_uv)} µV`);
  return `${first.reader}, ${attackOf(first.attack).name}: ${thresholdText(first)}, ${shares.join(', ')}`;
}
