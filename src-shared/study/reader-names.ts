import { z } from 'zod';
import { nameSchema } from '../names/name.ts';
import type { FieldDeclaration } from '../tables/field-declaration.ts';

/** A code of a study, and whose it is; null where the coordinator keeps no name for it. */
export const namedCodeSchema = z.object({ code: z.string(), name: nameSchema().nullable() });
export type NamedCode = z.infer<typeof namedCodeSchema>;

/** Every field of the coordinator's own list (one row per code), in the order of the columns. */
export const READER_NAME_FIELDS = [
  { name: 'study', type: 'text', description: 'Title of the study, as in its protocol.' },
  { name: 'study_id', type: 'text', description: 'Identity of the study in its workspace.' },
  {
    name: 'reader',
    type: 'text',
    description: 'Code of the reader, by which the column of this name in the tables of results is joined.',
  },
  { name: 'name', type: 'text', nullable: true, description: 'The name that the coordinator keeps for the code.' },
] as const satisfies readonly FieldDeclaration[];
