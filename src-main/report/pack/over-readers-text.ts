import { counted } from '../../../src-shared/format/counted.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';
import { percent, percentInterval } from '../../../src-shared/format/share.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { PanelRow } from '../../../src-shared/study/panel-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';

/** What all readers together made of an arm, or of two. `summary`: of the same task, whose verdicts are counted. */
export function overReaders(row: PanelRow, summary: readonly SummaryRow[]): string {
  return [
    row.second_arm === null ? share(row) : difference(row, row.second_arm),
    ...(row.readers === 'fixed'
      ? ['There are fewer than five readers, so that readers are fixed: this is about these readers, and no others.']
      : ['Readers and pairs count as random samples.']),
    ...(row.second_arm === null ? similarity(row, summary) : []),
  ].join(' ');
}

/** '16.7 percentage points fewer right answers'. */
export function moreRight(difference: number): string {
  if (Math.abs(difference) < 0.0005) return 'the same share of right answers';
  const size = decimal(Math.abs(100 * difference), 1);
  return `${size} percentage points ${difference < 0 ? 'fewer' : 'more'} right answers`;
}

function share({ arm, reader_count: readers, estimate, n, ...row }: PanelRow): string {
  const interval = row.ci_low === null ? 'no interval, since nothing varies' : percentEnds(row);
  const p = row.p_two_sided === null ? '' : `; ${pStatement(row.p_two_sided)}`;
  return `Over all ${counted(readers, 'reader')}, ${arm}: ${percent(estimate)} of ${counted(n, 'answer')} were right (${interval}${p}).`;
}

const percentEnds = ({ ci_low, ci_high }: Pick<PanelRow, 'ci_low' | 'ci_high'>): string =>
  `95 % interval ${percentInterval([ci_low, ci_high])}`;

function difference({ arm, reader_count: readers, estimate, ...row }: PanelRow, second: string): string {
  const interval =
    row.ci_low === null || row.ci_high === null
      ? ''
      : ` (95 % interval of the difference ${decimal(100 * row.ci_low, 1)} to ${decimal(100 * row.ci_high, 1)}${row.p_two_sided === null ? '' : `; ${pStatement(row.p_two_sided)}`}${row.p_holm === null ? '' : `, ${pStatement(row.p_holm)} after Holm`})`;
  return `Over all ${counted(readers, 'reader')}, ${arm} against ${second}: ${moreRight(estimate)}${interval}.`;
}

/** The verdicts of the similarity test whose margin was locked: it is one of each reader, and none is made of their mean. */
function similarity({ arm, ci_low, ci_high }: PanelRow, summary: readonly SummaryRow[]): string[] {
  const own = summary.filter((row) => row.arm === arm && row.round === 1 && row.similarity_margin !== null);
  const margin = own[0]?.similarity_margin;
  if (margin === undefined || margin === null) return [];
  const verdicts = own.flatMap((row) => questionOf(row.question).analysis.verdict?.of(row as never)?.short ?? []);
  const counts = [...Map.groupBy(verdicts, (short) => short)].map(
    ([short, { length }]) => `“${short}” of ${counted(length, 'reader')}`,
  );
  const limits = `${percent(1 - margin)} to ${percent(margin)}`;
  const lies =
    ci_low === null || ci_high === null
      ? []
      : [
          ci_low > 1 - margin && ci_high < margin
            ? `The interval over all readers lies within the locked margin (${limits}).`
            : `The interval over all readers does not lie within the locked margin (${limits}).`,
        ];
  return [
    `The similarity test that was locked with the protocol is one of each reader: ${counts.join(', ')}.`,
    ...lies,
  ];
}
