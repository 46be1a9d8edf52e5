import type { Proportion } from '../../../../src-shared/analyses/common.ts';
import type { ResultOf } from '../../../../src-shared/analyses/index.ts';
import { className, type ClassList } from '../../../../src-shared/class-list.ts';
import { textTable } from './text-table.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';

/** Table 1 as text: every cell for all attacked records and for the originally correct ones, beside the paper's. */
export function targetedTableText({ records, cells, runIds }: ResultOf<'targeted-table'>, classes: ClassList): string {
  const shown = ({ count, of, rate, interval }: Proportion): string[] => [
    `${count} of ${of}`,
    percent(rate),
    percentInterval(interval),
  ];
  const isOfPaper = cells.some(({ paper }) => paper !== null);
  const rows = cells.map(({ from, to, all, correct, paper }) => [
    className(classes, from),
    className(classes, to),
    ...shown(all),
    ...shown(correct),
    ...(isOfPaper ? [percent(paper, 0)] : []),
  ]);
  return [
    `${records} records, by the model’s class before the attack; intervals are Wilson’s, 95 %`,
    '',
    textTable(
      ['from', 'to', 'all', 'rate', 'interval', 'correct', 'rate', 'interval', ...(isOfPaper ? ['paper'] : [])],
      rows,
    ),
    '',
    '“correct” are the records whose class before the attack was their label.',
    `Runs (${classes.map(({ name }) => name).join(', ')}): ${runIds.join(', ')}`,
  ].join('\n');
}
