import { QUESTION_IDS } from '../questions/index.ts';
import { SIDES } from '../questions/side.ts';
import type { FieldDeclaration } from '../tables/field-declaration.ts';
import { TRIAL_KINDS } from './trial-kind.ts';

/** What a result row says of its trial and the pair that it shows, in the order of the columns. */
export const TRIAL_FIELDS = [
  {
    name: 'trial_number',
    type: 'integer',
    description: 'Position of the trial in the order of presentation; the first is 1.',
  },
  { name: 'trial_id', type: 'text', description: 'Random identity of the trial: the only one that the reader sees.' },
  {
    name: 'pair_id',
    type: 'text',
    description:
      'Identity of the pair, the same for all readers and for its repeats: trial_id where all readers have one order.',
  },
  { name: 'round', type: 'integer', description: 'Round of the reading; the first is 1.' },
  {
    name: 'kind',
    type: 'text',
    values: TRIAL_KINDS,
    description:
      'Why the trial is shown: main for its answer, catch if it is obvious, repeat if the reader has seen the pair before.',
  },
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the reader was asked about the pair.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol: what made or gave the second tracing.' },
  {
    name: 'dataset',
    type: 'text',
    description: 'Name of the dataset that the record belongs to: a label, which may be changed after the lock.',
  },
  {
    name: 'record',
    type: 'text',
    description:
      'Name of the record that both tracings show, in a foil of the attacked one, and beside a made record of the real one.',
  },
  {
    name: 'lead',
    type: 'text',
    nullable: true,
    description:
      'Lead of the record that is shown, by its usual name or as its file names it; empty where an older version imported it.',
  },
  {
    name: 'record_hash',
    type: 'text',
    description: 'SHA-256 of what was recorded (rate, gain and samples), hexadecimal, which the lock covers.',
  },
  {
    name: 'class_label',
    type: 'text',
    description:
      'Class of the record by its label (truth): its code among the classes of the dataset, for those of CinC 2017 N, A, O or ~.',
  },
  {
    name: 'other_record',
    type: 'text',
    nullable: true,
    description: 'Name of the record that the original tracing of a foil is of; empty where both are of one record.',
  },
  {
    name: 'other_class',
    type: 'text',
    nullable: true,
    description: 'Class of that record by its label; empty where both are of one record.',
  },
  {
    name: 'made_dataset',
    type: 'text',
    nullable: true,
    description:
      'Name of the dataset of the made record beside this one; empty where an attack made the second tracing.',
  },
  {
    name: 'made_record',
    type: 'text',
    nullable: true,
    description: 'Name of the made record beside this one; empty where an attack made the second tracing.',
  },
  {
    name: 'made_class',
    type: 'text',
    nullable: true,
    description: 'Class of that made record by its label; empty where an attack made the second tracing.',
  },
  {
    name: 'pair_name',
    type: 'text',
    nullable: true,
    description: 'What the list of the protocol calls the pair; empty where it has no list, or no name in it.',
  },
  {
    name: 'class_original',
    type: 'text',
    nullable: true,
    description: "The model's class of the original tracing; empty where no attack made the second one.",
  },
  {
    name: 'class_adversarial',
    type: 'text',
    nullable: true,
    description: "The model's class of the attacked tracing, as stored and shown; empty where there is none.",
  },
  {
    name: 'real_side',
    type: 'integer',
    values: SIDES,
    description: 'Side of the original tracing: 1 is the upper one, 2 the lower one.',
  },
] as const satisfies readonly FieldDeclaration[];
