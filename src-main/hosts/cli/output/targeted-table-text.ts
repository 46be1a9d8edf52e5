import type { Proportion } from '../../../../src-shared/analyses/common.ts';
import type { ResultOf } from '../../../../src-shared/analyses/index.ts';
import { CLASS_WORDS, className } from '../../../../src-shared/ecg.ts';
import { textTable } from './text-table.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';

/** Table 1 as text: every cell for all attacked records and for the originally correct ones, beside the paper's. */
export function targetedTableText({ records, cells, runIds }: ResultOf<'targeted-table'>): string {
  const shown = ({ count, of, rate, interval }: Proportion): string[] => [
    `${count} of ${of}`,
    percent(rate),
    percentInterval(interval),
  ];
  const rows = cells.map(({ from, to, all, correct, paper }) => [
    className(from),
    className(to),
    ...shown(all),
    ...shown(correct),
    percent(paper, 0),
  ]);
  return [
    `${records} records, by the model’s class before the attack; intervals are Wilson’s, 95 %`,
    '',
    textTable(['from', 'to', 'all', 'rate', 'interval', 'correct', 'rate', 'interval', 'paper'], rows),
    '',
    '“correct” are the records whose class before the attack was their label.',
    `Runs (${CLASS_WORDS.join(', ')}): ${runIds.join(', ')}`,
  ].join('\n');
}
