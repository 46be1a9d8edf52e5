import type { FieldDeclaration } from '../tables/field-declaration.ts';

/** For questions whose answer is that a tracing is real, or that it is not. */
export const SAID_REAL = {
  name: 'said_real',
  type: 'integer',
  values: [0, 1],
  nullable: true,
  description: '1 if the reader took the tracing for real, by a rating from 4 to 6 where one was asked for.',
} as const satisfies FieldDeclaration;
