import { questionOf, QUESTION_IDS } from '../../src-shared/questions/index.ts';
import type { FieldDeclaration, RowOf } from '../../src-shared/tables/field-declaration.ts';
import type { StudyResults } from './define-figure.ts';

/** A share of right answers as it is drawn: one reader's in one arm, or that over all readers. */
export const SHARE_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  { name: 'round', type: 'integer', description: 'Round of the reading; over all readers it is the first.' },
  {
    name: 'reader',
    type: 'text',
    nullable: true,
    description: 'Name or code of the reader; empty over all readers (a row of the table panel).',
  },
  { name: 'session_id', type: 'text', nullable: true, description: 'The session; empty over all readers.' },
  { name: 'n', type: 'integer', description: 'Answers that are right or wrong.' },
  { name: 'share', type: 'number', description: 'Share of right answers among them.' },
  { name: 'ci_low', type: 'number', nullable: true, description: '95 % interval of the share, lower end.' },
  { name: 'ci_high', type: 'number', nullable: true, description: '95 % interval of the share, upper end.' },
  {
    name: 'interval',
    type: 'text',
    values: ['Clopper-Pearson', 'Student t'],
    description: 'By what method: of one reader, or over all readers.',
  },
  { name: 'chance', type: 'number', nullable: true, description: 'Share by guessing; empty where none means that.' },
  {
    name: 'similarity_margin',
    type: 'number',
    nullable: true,
    description: 'Margin of the similarity test: 1 − margin to margin; empty where there is none.',
  },
  { name: 'virtual', type: 'integer', values: [0, 1], description: '1 if a virtual reader answered (rehearsal).' },
] as const satisfies readonly FieldDeclaration[];

export type ShareRow = RowOf<typeof SHARE_FIELDS>;

/** The readers of every arm as the summary has them, and after them all readers as the panel has them. */
export function shareRows({ summary, panel }: Pick<StudyResults, 'summary' | 'panel'>): ShareRow[] {
  return byArm(inArmOrder(summary)).flatMap((rows) => {
    const readers = rows.map((row): ShareRow => ({
      ...{ task: row.task, question: row.question, arm: row.arm, round: row.round },
      ...{ reader: row.reader, session_id: row.session_id, n: row.n, share: row.proportion },
      ...{ ci_low: row.ci_low, ci_high: row.ci_high, interval: 'Clopper-Pearson' },
      chance: questionOf(row.question).analysis.chance,
      similarity_margin: row.similarity_margin,
      virtual: row.virtual,
    }));
    const [first] = readers;
    const over = panel.find((row) => row.second_arm === null && row.task === first?.task && row.arm === first.arm);
    if (!first || !over || first.round > 1) return readers;
    return [
      ...readers,
      {
        ...{ ...first, reader: null, session_id: null, n: over.n, share: over.estimate },
        ...{ ci_low: over.ci_low, ci_high: over.ci_high, interval: 'Student t', virtual: over.virtual },
      },
    ];
  });
}

const NATURAL = new Intl.Collator('en', { numeric: true });

/** Tasks as they come, and in each its arms so that 3 µV stands before 10 µV. */
export function inArmOrder<Row extends Pick<ShareRow, 'task' | 'arm' | 'round'>>(rows: readonly Row[]): Row[] {
  const tasks = [...new Set(rows.map(({ task }) => task))];
  return [...rows].sort(
    (a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task) || NATURAL.compare(a.arm, b.arm) || a.round - b.round,
  );
}

/** The rows of each arm and round, in their order. */
export const byArm = <Row extends Pick<ShareRow, 'task' | 'arm' | 'round'>>(rows: readonly Row[]): Row[][] => [
  ...Map.groupBy(rows, ({ task, arm, round }) => JSON.stringify([task, arm, round])).values(),
];

/** 'SAP', or 'SAP, round 2' where there are several rounds. */
export function armName(
  { arm, round }: Pick<ShareRow, 'arm' | 'round'>,
  rows: readonly Pick<ShareRow, 'round'>[],
): string {
  return rows.some((row) => row.round > 1) ? `${arm}, round ${round}` : arm;
}
