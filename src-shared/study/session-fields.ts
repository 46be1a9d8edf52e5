import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/**
 * Every field of the table of readers, in the order of the columns: one row per session, whether or not it counts, and one
 * for each reader who was sent a sealed file and has no session.
 */
export const SESSION_FIELDS = [
  {
    name: 'reader',
    type: 'text',
    description: 'Name or code that the reader gave at the start of the session, or for whom a sealed file was made.',
  },
  {
    name: 'session_id',
    type: 'text',
    nullable: true,
    description:
      "Identity of the session: one reader's pass through the study; empty for a reader who was sent a sealed file and has none.",
  },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 for a virtual reader (rehearsal).',
  },
  {
    name: 'began_at',
    type: 'timestamp',
    nullable: true,
    description: 'When the session began; empty for a reader who was sent a sealed file and has none.',
  },
  {
    name: 'finished_at',
    type: 'timestamp',
    nullable: true,
    description: 'When the last pair was answered; empty until then.',
  },
  {
    name: 'duration_s',
    type: 'number',
    unit: 's',
    nullable: true,
    description: 'From the beginning of the session to its last answer so far, pauses included; empty without any.',
  },
  { name: 'answered', type: 'integer', description: 'Pairs that the reader has answered.' },
  { name: 'planned', type: 'integer', description: 'Pairs of the study.' },
  {
    name: 'catch_answered',
    type: 'integer',
    description: 'Catch trials, whose answer is obvious, among the answered.',
  },
  { name: 'catch_right', type: 'integer', description: 'How many of them were answered rightly.' },
  {
    name: 'after_opening',
    type: 'integer',
    values: [0, 1],
    description: '1 if the session began after somebody had opened the results of the study.',
  },
  {
    name: 'withdrawn_at',
    type: 'timestamp',
    nullable: true,
    description:
      'When a coordinator withdrew the session, which no other table counts from then on, or the reader, whom nobody waits for; empty for sessions that count.',
  },
  {
    name: 'withdrawn_reason',
    type: 'text',
    nullable: true,
    description: 'Why; empty for sessions that count.',
  },
  {
    name: 'dropped_out_at',
    type: 'timestamp',
    nullable: true,
    description:
      'When an unfinished file of the session was taken on purpose; its answers count, and nobody waits for the others. Empty for all other sessions, and once a finished file of it was taken.',
  },
  {
    name: 'dropped_out_reason',
    type: 'text',
    nullable: true,
    description: 'Why the unfinished file was taken.',
  },
  {
    name: 'consented_at',
    type: 'timestamp',
    nullable: true,
    description: 'When the reader accepted the consent; empty where the protocol has none.',
  },
  {
    name: 'questionnaire',
    type: 'text',
    nullable: true,
    description:
      'The answers to the questionnaire, as JSON by the ids of its fields; empty where the protocol has none, and before it is answered.',
  },
  {
    name: 'comment',
    type: 'text',
    nullable: true,
    description: 'What the reader wrote at the end; empty where nothing was asked or written.',
  },
  {
    name: 'reader_language',
    type: 'text',
    nullable: true,
    description: 'Tag of the language in which the last page before the trials was read; empty where there was none.',
  },
  {
    name: 'receipt',
    type: 'text',
    nullable: true,
    description:
      'Fingerprint of the session’s receipt, as its reader was given it; empty until the session is at its end.',
  },
  {
    name: 'public_key',
    type: 'text',
    nullable: true,
    description:
      'Public half of the key that signed the answers (Ed25519, SPKI in base64); empty in sessions of older versions.',
  },
] as const satisfies readonly FieldDeclaration[];

/** One reader's session. */
export type SessionResultRow = RowOf<typeof SESSION_FIELDS>;
