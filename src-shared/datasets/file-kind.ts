import { z } from 'zod';
import { manySchema, named } from './many.ts';

/** Files that hold no record, of one kind: what it is, with its article, and in a sentence what their owner can do. */
export const recognisedSchema = manySchema(z.string()).extend({ is: z.string(), way: z.string() });
export type RecognisedFiles = z.infer<typeof recognisedSchema>;

/** `report.pdf is a PDF. It holds a drawing …` */
export function kindSentence({ is, way, ...files }: RecognisedFiles): string {
  return `${named(files)} ${files.count === 1 ? 'is' : 'are each'} ${is}. ${way}`;
}
