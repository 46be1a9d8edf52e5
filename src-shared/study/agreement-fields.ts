import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** Every field of the agreement of readers (one row per task and pair of readers, one for all, and one for each with themself), in column order. */
export const AGREEMENT_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the readers were asked.' },
  {
    name: 'readers',
    type: 'text',
    description: 'Names or codes of the readers, separated by semicolons; one alone for their own answers to repeats.',
  },
  {
    name: 'reader_count',
    type: 'integer',
    description:
      'How many readers the row is about; 1 where it compares the answers of one to pairs with those to their repeats.',
  },
  { name: 'n', type: 'integer', description: 'Pairs that all of them answered, or that one answered again.' },
  {
    name: 'observed',
    type: 'number',
    description: 'Share of trials with the same answer; for three readers or more, mean share of agreeing pairs.',
  },
  {
    name: 'kappa',
    type: 'number',
    nullable: true,
    description: 'Cohen’s κ of two readers, Fleiss’ κ of more; empty if all gave one and the same answer throughout.',
  },
  {
    name: 'kappa_se',
    type: 'number',
    nullable: true,
    description: 'Standard error of Cohen’s κ (Fleiss, Cohen and Everitt 1969); empty for more than two readers.',
  },
  {
    name: 'kappa_low',
    type: 'number',
    nullable: true,
    description: '95 % interval of Cohen’s κ, lower end; no lower than −1.',
  },
  {
    name: 'kappa_high',
    type: 'number',
    nullable: true,
    description: '95 % interval of Cohen’s κ, upper end; no higher than 1.',
  },
  {
    name: 'pabak',
    type: 'number',
    description:
      'Prevalence- and bias-adjusted κ; for more than two readers Randolph’s free-marginal κ, its generalisation. κ itself collapses if nearly all answers are alike.',
  },
  { name: 'ac1', type: 'number', nullable: true, description: 'Gwet’s AC1; empty for more than two readers.' },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if at least one of them is a virtual reader (rehearsal).',
  },
  {
    name: 'session_ids',
    type: 'text',
    description: 'Identities of the readers’ sessions, in the order of their names.',
  },
] as const satisfies readonly FieldDeclaration[];

/** How far readers of one task gave the same answers. */
export type AgreementRow = RowOf<typeof AGREEMENT_FIELDS>;
