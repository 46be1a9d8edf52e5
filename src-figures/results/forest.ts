import { legend, type LegendEntry } from '../drawing/chart.ts';
import { COLORS } from '../drawing/colors.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import { count, upTo } from '../../src-shared/format/number.ts';
import { defineFigure } from './define-figure.ts';
import { anyVirtual, printFigure, WIDTH } from './print.ts';
import { rowPlot, type PlotGroup } from './row-plot.ts';
import { shareLines, shareMark, shareSentence, shareText, shareTicks } from './share-marks.ts';
import { armName, byArm, SHARE_FIELDS, shareRows, type ShareRow } from './share-rows.ts';

const TITLE = 'Right answers of each reader in each arm';

export const forest = defineFigure({
  id: 'forest',
  title: TITLE,
  about:
    'Share of right answers of each reader in each arm (dots, Clopper-Pearson 95 % intervals) and over all readers (diamonds, 95 % intervals by Student’s t). The line is guessing; the dashed lines are the margin of the similarity test, within which both of its bounds must lie.',
  empty: 'Nobody has answered yet.',
  fields: SHARE_FIELDS,
  rows: shareRows,
  draw,
});

function draw(rows: readonly ShareRow[]): string {
  const key = legend(legendOf(rows), { x: 4, y: 2, width: WIDTH - 8 });
  const plot = rowPlot({
    ...{ y0: key.height + 6, groups: groupsOf(rows), labelHead: 'Reader', valueHead: '% (95 % interval)' },
    axis: { label: 'Right answers (%)', ...shareTicks },
  });
  return printFigure(
    {
      ...{ title: TITLE, description: `${rows.map(shareSentence).join('; ')}.` },
      ...{ height: key.height + 6 + plot.height, virtual: anyVirtual(rows) },
    },
    key.svg,
    plot.svg,
  );
}

function groupsOf(rows: readonly ShareRow[]): PlotGroup[] {
  let before = '';
  return byArm(rows).map((arm) => {
    const first = arm[0] as ShareRow;
    const title = first.task === before ? '' : questionOf(first.question).text();
    before = first.task;
    return {
      ...{ title, heading: armName(first, rows), lines: shareLines(first) },
      rows: arm.map((row) => ({
        label: row.reader ?? 'All readers',
        mark: (x, y) => shareMark(row, x, y),
        ...{ value: shareText(row), n: count(row.n), isBold: row.reader === null },
      })),
    };
  });
}

/** Only of what is there. */
function legendOf(rows: readonly ShareRow[]): LegendEntry[] {
  const chance = rows.find((row) => row.chance !== null)?.chance ?? null;
  const margin = rows.find((row) => row.similarity_margin !== null)?.similarity_margin ?? null;
  return [
    { label: 'Reader', color: COLORS.accent, mark: 'dot' },
    ...(rows.some(({ reader }) => reader === null)
      ? [{ label: 'All readers', color: COLORS.text, mark: 'filled-diamond' as const }]
      : []),
    ...(chance === null ? [] : [{ label: `Guessing, ${upTo(100 * chance, 1)} %`, color: COLORS.muted }]),
    ...(margin === null
      ? []
      : [
          {
            label: `Margin of similarity, ${upTo(100 * (1 - margin), 1)} to ${upTo(100 * margin, 1)} %`,
            ...{ color: COLORS.muted, dash: '4 3' },
          },
        ]),
  ];
}
