import { ATTACK_METHODS } from '../attacks/index.ts';
import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** Every field of the detection thresholds (one row per session, task and attack), in the order of the columns. */
export const THRESHOLD_FIELDS = [
  { name: 'reader', type: 'text', description: 'Name or code of the reader.' },
  { name: 'session_id', type: 'text', description: 'Identity of the session that was counted.' },
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the reader was asked.' },
  {
    name: 'attack',
    type: 'text',
    values: ATTACK_METHODS,
    description: 'Method of the attack of the arms, which show three budgets ε or more of it, one for each arm.',
  },
  { name: 'sizes', type: 'integer', description: 'How many budgets ε were shown.' },
  { name: 'n', type: 'integer', description: 'Answers that are right or wrong, of the first round, in these arms.' },
  {
    name: 'threshold_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description:
      'Budget ε from which the reader sees it: half of the pairs are told apart there, ¾ of the answers right but for lapses. Empty where it lies beyond the budgets that were shown.',
  },
  {
    name: 'threshold_low_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description:
      'Its 95 % interval (profile likelihood), lower end; empty beyond what was shown. In simulations it held the true threshold in 94 to 96 % of them.',
  },
  {
    name: 'threshold_high_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'The same, upper end; empty beyond what was shown.',
  },
  {
    name: 'beyond',
    type: 'text',
    values: ['below', 'above'],
    nullable: true,
    description:
      'Where the threshold lies if not among the budgets that were shown: below all of them (all were seen), or above all of them.',
  },
  { name: 'slope', type: 'number', description: 'Weibull’s slope β of the psychometric function, from 0.3 to 20.' },
  {
    name: 'lapses',
    type: 'number',
    description: 'Lapse rate λ: share of pairs that are missed however large the perturbation, from 0 to 0.06.',
  },
  {
    name: 'p_fit',
    type: 'number',
    description:
      'Share of simulated readers with this curve whose answers fit it no better: a small one says that the curve does not describe the answers.',
  },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if the answers are those of a virtual reader (rehearsal).',
  },
] as const satisfies readonly FieldDeclaration[];

/** From which size of perturbation one reader sees one attack. */
export type ThresholdRow = RowOf<typeof THRESHOLD_FIELDS>;
