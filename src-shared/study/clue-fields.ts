import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** What readers marked, beside the perturbation of the same tracings: one row for each arm with marks and span of time. */
export const CLUE_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  { name: 'pairs', type: 'integer', description: 'Pairs of the arm in which a reader marked something.' },
  { name: 'marks', type: 'integer', description: 'Marks in them: one for each answer with a marked span.' },
  { name: 'from_s', type: 'number', unit: 's', description: 'Beginning of the span, from that of the tracings.' },
  { name: 'to_s', type: 'number', unit: 's', description: 'End of the span.' },
  {
    name: 'mean_abs_delta_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'Mean |δ| of these pairs within the span; empty where all of them have ended.',
  },
  { name: 'marks_on_changed', type: 'integer', description: 'Marks on the changed tracing that reach into the span.' },
  {
    name: 'marks_on_original',
    type: 'integer',
    description: 'Marks on the original tracing that reach into the span.',
  },
  {
    name: 'marked_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description:
      'The same in every row of the arm: mean |δ| within the marks, each mark counting alike, wherever it was made.',
  },
  {
    name: 'elsewhere_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'The same in every row of the arm: mean |δ| of the same pairs outside their marks.',
  },
  { name: 'virtual', type: 'integer', values: [0, 1], description: '1 if a virtual reader made a mark (rehearsal).' },
] as const satisfies readonly FieldDeclaration[];

/** A span of time of one arm. */
export type ClueRow = RowOf<typeof CLUE_FIELDS>;
