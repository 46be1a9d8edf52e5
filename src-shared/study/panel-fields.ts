import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

const ONLY_CHOICE = 'Empty for a difference of arms, for fixed readers, and where no tracing is chosen from two.';

/** Every field of the results over all readers (one row per arm, and one per pair of arms), in the order of the columns. */
export const PANEL_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  {
    name: 'second_arm',
    type: 'text',
    nullable: true,
    description:
      'Name of the arm that it is compared with: the row is about arm − second_arm. Empty for one arm alone.',
  },
  {
    name: 'readers',
    type: 'text',
    values: ['random', 'fixed'],
    description:
      'random: five readers or more, who stand for other readers like them. fixed: fewer than five, so that readers are fixed: the row is about these readers and no others.',
  },
  { name: 'reader_count', type: 'integer', description: 'Readers with an answer that is right or wrong.' },
  {
    name: 'case_count',
    type: 'integer',
    description: 'What was shown to them: pairs of tracings, or single tracings. A record in both arms counts once.',
  },
  { name: 'n', type: 'integer', description: 'Answers that are right or wrong, of the first round, in these arms.' },
  {
    name: 'estimate',
    type: 'number',
    description: 'Share of right answers among them, or the share of arm − that of second_arm.',
  },
  {
    name: 'se',
    type: 'number',
    nullable: true,
    description:
      'Its standard error. Of random readers the U-statistic variance of Gallas (as in iMRMC), a part of the cases below 0 counting as 0; of fixed ones that between cases. Empty where there is nothing that varies.',
  },
  {
    name: 'df',
    type: 'number',
    nullable: true,
    description:
      'Degrees of freedom of Student’s t for it: of random readers by Hillis (2007), of fixed ones, and where readers do not differ at all, case_count − 1.',
  },
  {
    name: 'ci_low',
    type: 'number',
    nullable: true,
    description:
      '95 % interval by Student’s t, lower end; no lower than 0, or −1 for a difference. In simulated studies it held the truth in 92.5 to 96 % of them.',
  },
  {
    name: 'ci_high',
    type: 'number',
    nullable: true,
    description: 'The same, upper end; no higher than 1.',
  },
  {
    name: 'p_two_sided',
    type: 'number',
    nullable: true,
    description: 'Two-sided p of the estimate against chance, or of the difference against 0, by Student’s t.',
  },
  {
    name: 'p_holm',
    type: 'number',
    nullable: true,
    description: 'p_two_sided of differences, adjusted by Holm’s method over all pairs of arms. Empty for one arm.',
  },
  {
    name: 'bootstrap_low',
    type: 'number',
    nullable: true,
    description:
      '95 % interval of a bootstrap over cases, and over readers too where they are random, scaled to se and by Student’s t, lower end: as wide as that from ci_low to ci_high, but not as even. In simulated studies it held the truth in 94 to 96 % of them.',
  },
  { name: 'bootstrap_high', type: 'number', nullable: true, description: 'The same, upper end.' },
  {
    name: 'told_apart',
    type: 'number',
    nullable: true,
    description: `Share of pairs that readers really tell apart, the others being guessed: μ of the chance-corrected beta-binomial (as in sensR). ${ONLY_CHOICE}`,
  },
  { name: 'told_apart_low', type: 'number', nullable: true, description: 'Its 95 % interval, lower end.' },
  { name: 'told_apart_high', type: 'number', nullable: true, description: 'Its 95 % interval, upper end.' },
  {
    name: 'overdispersion',
    type: 'number',
    nullable: true,
    description: `How far readers differ in that share, from 0 (all alike) to 1: γ of the same model. ${ONLY_CHOICE}`,
  },
  { name: 'overdispersion_low', type: 'number', nullable: true, description: 'Its 95 % interval, lower end.' },
  { name: 'overdispersion_high', type: 'number', nullable: true, description: 'Its 95 % interval, upper end.' },
  {
    name: 'overdispersion_p',
    type: 'number',
    nullable: true,
    description: 'p of the likelihood ratio test that readers do not differ.',
  },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if at least one of them is a virtual reader (rehearsal).',
  },
] as const satisfies readonly FieldDeclaration[];

/** What all readers together made of an arm, or of two arms. */
export type PanelRow = RowOf<typeof PANEL_FIELDS>;
