import { CANNOT_SAY } from './decisions.ts';
import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** Every field of the comparison of arms (one row per session, task and pair of arms), in the order of the columns. */
export const ARM_COMPARISON_FIELDS = [
  { name: 'reader', type: 'text', description: 'Name or code of the reader. Readers are never pooled.' },
  { name: 'session_id', type: 'text', description: 'Identity of the session that was counted.' },
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the reader was asked.' },
  { name: 'first_arm', type: 'text', description: 'Name of the first arm in the protocol.' },
  { name: 'second_arm', type: 'text', description: 'Name of the second arm in the protocol.' },
  {
    name: 'first_n',
    type: 'integer',
    description: `Trials of the first arm that count: those answered right or wrong, not ${CANNOT_SAY}. Where both arms show the same records, only records that were answered right or wrong in both arms. Arms without any have no row.`,
  },
  {
    name: 'second_n',
    type: 'integer',
    description:
      'Trials of the second arm that count, by the same rule; equal to first_n where the records are the same.',
  },
  { name: 'first_proportion', type: 'number', description: 'Share of right answers among first_n.' },
  { name: 'second_proportion', type: 'number', description: 'Share of right answers among second_n.' },
  { name: 'difference', type: 'number', description: 'first_proportion − second_proportion.' },
  {
    name: 'records',
    type: 'text',
    values: ['same', 'different', 'mixed'],
    description: `Whether the arms show the same records, none in common, or some in common, which decides how they are compared. A foil and an ordinary pair of a record are two. While arms are incomplete, only answered trials count, ${CANNOT_SAY} among them.`,
  },
  {
    name: 'difference_low',
    type: 'number',
    nullable: true,
    description: "Newcombe's 95 % interval of the difference, lower end; empty unless the records are different.",
  },
  {
    name: 'difference_high',
    type: 'number',
    nullable: true,
    description: "Newcombe's 95 % interval of the difference, upper end; empty unless the records are different.",
  },
  {
    name: 'only_first',
    type: 'integer',
    nullable: true,
    description: 'Records that were answered right in the first arm only; empty unless the records are the same.',
  },
  {
    name: 'only_second',
    type: 'integer',
    nullable: true,
    description: 'Records that were answered right in the second arm only; empty unless the records are the same.',
  },
  {
    name: 'p_mcnemar',
    type: 'number',
    nullable: true,
    description: 'Exact two-sided McNemar p; empty unless the records are the same.',
  },
  {
    name: 'p_holm',
    type: 'number',
    nullable: true,
    description: 'p_mcnemar adjusted by Holm’s method over all pairs of arms of the session.',
  },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if the answers are those of a virtual reader (rehearsal).',
  },
] as const satisfies readonly FieldDeclaration[];

/** Two arms of one task, compared within one session. */
export type ArmComparisonRow = RowOf<typeof ARM_COMPARISON_FIELDS>;
