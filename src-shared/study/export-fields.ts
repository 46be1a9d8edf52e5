import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';
import { RESULT_TABLES, type ResultTable } from './result-tables.ts';

/**
 * The last columns of every exported table, the same in each row: columns, and no lines before the header, are what R,
 * pandas and spreadsheets all read as they are.
 */
export const STUDY_COLUMNS = [
  { name: 'protocol_hash', type: 'text', description: 'SHA-256 of the protocol, hexadecimal.' },
  {
    name: 'protocol_seed',
    type: 'integer',
    description: 'Seed of the protocol, by which records were chosen.',
  },
  {
    name: 'commitment',
    type: 'text',
    nullable: true,
    description:
      'Commitment to the secret of sides and order, as it was published at the lock: SHA-256, hexadecimal; empty for a study of an older version, whose sides follow from the seed.',
  },
  {
    name: 'secret',
    type: 'text',
    nullable: true,
    description:
      'The secret itself, 32 bytes, hexadecimal, from which anybody can draw sides and order again; empty where there is no commitment, until somebody has answered, and in the table machine, which is never closed, while results are.',
  },
  {
    name: 'sides_follow',
    type: 'integer',
    nullable: true,
    values: [0, 1],
    description:
      '1 if sides and order, drawn again from the secret, are those that are stored; empty where the secret is.',
  },
  {
    name: 'opened_at',
    type: 'timestamp',
    nullable: true,
    description: 'When the results were opened for the first time; empty until somebody has answered.',
  },
  {
    name: 'opened_early',
    type: 'integer',
    values: [0, 1],
    description:
      '1 if the results were opened while a reader had not finished, or while the session of one was withdrawn that was reinstated later. It stays 1 when all have.',
  },
  {
    name: 'opened_early_at',
    type: 'timestamp',
    nullable: true,
    description: 'When they were opened early; empty if they were not.',
  },
  {
    name: 'opened_early_by',
    type: 'text',
    nullable: true,
    description:
      'The account and the door by which they were opened early; empty if they were not, and where they were because a session was reinstated.',
  },
  {
    name: 'opened_early_reason',
    type: 'text',
    nullable: true,
    description: 'The reason that was given, or that a session was reinstated; empty if they were not opened early.',
  },
] as const satisfies readonly FieldDeclaration[];

/** What stands before them in a table of estimates: of which study they are, and what was shown. */
export const ESTIMATE_COLUMNS = [
  { name: 'study', type: 'text', description: 'Title of the study, as in its protocol.' },
  { name: 'study_id', type: 'text', description: 'Identity of the study in its workspace.' },
  {
    name: 'dataset',
    type: 'text',
    nullable: true,
    description: 'Name of the dataset of its records, as it is today; empty if it is gone.',
  },
  {
    name: 'model',
    type: 'text',
    nullable: true,
    description: 'Name of the attacked model, as it is today; empty if it is gone, or no attack made the tracings.',
  },
  {
    name: 'arm_origins',
    type: 'text',
    nullable: true,
    description:
      'What made the second tracings of the arms of this row, or of all arms of its task: as JSON by the name of the arm, an attack with every option, or the source (its list of pairs is in the protocol). Empty in a row that is about no task.',
  },
] as const satisfies readonly FieldDeclaration[];

export type EstimateColumns = RowOf<typeof ESTIMATE_COLUMNS>;

export type StudyColumns = RowOf<typeof STUDY_COLUMNS>;

/** The columns of a table as it is exported. */
export const exportedFields = (table: ResultTable): readonly FieldDeclaration[] => [
  ...RESULT_TABLES[table].fields,
  ...(table === 'responses' ? [] : ESTIMATE_COLUMNS),
  ...STUDY_COLUMNS,
];
