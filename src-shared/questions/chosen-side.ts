import type { FieldDeclaration } from '../tables/field-declaration.ts';
import { SIDES } from './side.ts';

/** For questions whose answer is one of the two tracings. */
export const CHOSEN_SIDE = {
  name: 'chosen_side',
  type: 'integer',
  values: SIDES,
  nullable: true,
  description: 'Side that the reader chose.',
} as const satisfies FieldDeclaration;
