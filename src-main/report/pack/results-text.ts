import { counted } from '../../../src-shared/format/counted.ts';
import { percent, percentInterval } from '../../../src-shared/format/share.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ArmComparisonRow } from '../../../src-shared/study/arm-comparison-fields.ts';
import type { PanelRow } from '../../../src-shared/study/panel-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { moreRight, overReaders } from './over-readers-text.ts';
import { flowWords, missingReaders, readerFlow, type FlowRow } from './reader-flow.ts';

export interface ResultsFacts {
  summary: readonly SummaryRow[];
  arms: readonly ArmComparisonRow[];
  panel: readonly PanelRow[];
  sessions: readonly FlowRow[];
  /** Why the results were opened while a reader was outstanding; null if they were not. */
  openedEarly: string | null;
}

/** The results section of a paper about the study, a sentence for each reader and arm, with its numbers. */
export function resultsText({ summary, arms, panel, sessions, openedEarly }: ResultsFacts): string {
  const isRehearsal = summary.some(({ virtual }) => virtual === 1);
  const sections = [...Map.groupBy(summary, ({ task }) => task)].map(([task, rows]) => {
    const [first] = rows;
    const asked = first ? questionOf(first.question).text() : task;
    const compared = arms.filter((row) => row.task === task).map(contrast);
    const over = panel.filter((one) => one.task === task).map((one) => overReaders(one, rows));
    const together = over.length === 0 ? [] : [...over, ''];
    return [`## ${asked}`, '', ...together, ...rows.map(row), ...compared, ''].join('\n');
  });
  return [
    '# Results',
    '',
    ...(isRehearsal ? ['**Virtual readers answered: this is a rehearsal, and no result.**', ''] : []),
    ...(openedEarly === null ? [] : [`The results were opened before every reader had finished: ${openedEarly}`, '']),
    ...readers(sessions),
    ...(sections.length > 0 ? sections : ['Nobody has answered yet.', '']),
  ].join('\n');
}

function readers(sessions: readonly FlowRow[]): string[] {
  const lines = missingReaders(sessions).map((line) => `- ${line}`);
  return lines.length === 0 ? [] : ['## Readers', '', `${flowWords(readerFlow(sessions))}.`, '', ...lines, ''];
}

function row(one: SummaryRow): string {
  const { reader, arm, round, n, correct, proportion, p_two_sided: p } = one;
  const { verdict } = questionOf(one.question).analysis;
  const said = verdict?.of(one as never);
  const counts = `${correct} of ${n} right (${percent(proportion)}, 95 % interval ${percentInterval([one.ci_low, one.ci_high])}`;
  const dPrime = one.d_prime ?? one.detection_d_prime;
  return [
    `- ${reader}, ${arm}${round > 1 ? `, round ${round}` : ''}: ${counts}${p === null ? '' : `; ${pStatement(p)}`}${dPrime === null ? '' : `; d′ = ${decimal(dPrime, 2)}`}).`,
    ...(said ? [`${said.short}. ${said.reason}`] : []),
    ...(one.cannot_say > 0 ? [`${counted(one.cannot_say, 'trial')} could not be decided.`] : []),
    ...(one.flagged > 0 ? [withoutFlagged(one)] : []),
  ].join(' ');
}

function withoutFlagged(one: SummaryRow): string {
  const { flagged, n_unflagged: n, correct_unflagged: correct, p_unflagged: p } = one;
  const interval = percentInterval([one.ci_low_unflagged, one.ci_high_unflagged]);
  const rest =
    n === 0
      ? 'there is none without a flag'
      : `without ${flagged === 1 ? 'it' : 'them'}, ${correct} of ${n} right (${percent(one.proportion_unflagged)}, 95 % interval ${interval}${p === null ? '' : `; ${pStatement(p)}`})`;
  return `${counted(flagged, 'trial')} of the ${one.n} ${flagged === 1 ? 'is' : 'are'} flagged; ${rest}.`;
}

function contrast({ reader, first_arm: a, second_arm: b, difference, ...one }: ArmComparisonRow): string {
  const more = moreRight(difference);
  const test =
    one.p_mcnemar === null
      ? one.difference_low === null
        ? ''
        : `, 95 % interval of the difference ${decimal(100 * one.difference_low, 1)} to ${decimal(100 * (one.difference_high ?? NaN), 1)}`
      : `; exact McNemar ${pStatement(one.p_mcnemar)}${one.p_holm === null ? '' : `, ${pStatement(one.p_holm)} after Holm`}`;
  return `- ${reader}, ${a} against ${b}: ${more}${test}.`;
}
