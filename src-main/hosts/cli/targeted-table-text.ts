import type { Proportion } from '../../../src-shared/analyses/common.ts';
import type { ResultOf } from '../../../src-shared/analyses/index.ts';
import { CLASS_CODES, CLASS_NAMES, type ClassIndex } from '../../../src-shared/ecg.ts';
import { textTable } from './text-table.ts';
import { percent, percentInterval } from '../../../src-shared/format/share.ts';

/** Table 1 as text: every cell of all attacked records and of those that were right before, beside the paper's. */
export function targetedTableText({ records, cells, runIds }: ResultOf<'targeted-table'>): string {
  const name = (index: ClassIndex): string => CLASS_NAMES[CLASS_CODES[index]];
  const shown = ({ count, of, rate, interval }: Proportion): string[] => [
    `${count} of ${of}`,
    percent(rate),
    percentInterval(interval),
  ];
  const rows = cells.map(({ from, to, all, correct, paper }) => [
    name(from),
    name(to),
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
    `Runs (${CLASS_CODES.map((code) => CLASS_NAMES[code]).join(', ')}): ${runIds.join(', ')}`,
  ].join('\n');
}
