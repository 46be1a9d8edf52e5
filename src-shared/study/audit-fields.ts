import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** Every field of the readable audit (one row per entry), in the order of the columns. */
export const AUDIT_FIELDS = [
  { name: 'entry', type: 'integer', description: 'Position in the audit of the workspace, from 1 without a gap.' },
  { name: 'at', type: 'timestamp', description: 'When it happened, by the clock of the computer.' },
  {
    name: 'who',
    type: 'text',
    nullable: true,
    description:
      'The reader by name or code; for what was done in the workspace the account of the operating system. Missing for entries of older versions, and for what the program did by itself.',
  },
  { name: 'action', type: 'text', description: 'Kind of entry.' },
  { name: 'what', type: 'text', description: 'What happened, in one sentence.' },
  { name: 'hash', type: 'text', description: 'SHA-256 of the entry, which the next one continues.' },
] as const satisfies readonly FieldDeclaration[];

/** One entry of the audit as a person reads it: nothing of it tells a side, an arm or a record of a pair. */
export type AuditRow = RowOf<typeof AUDIT_FIELDS>;
