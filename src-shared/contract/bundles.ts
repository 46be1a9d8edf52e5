import { z } from 'zod';
import { reasonSchema } from './studies.ts';

const readSchema = z.array(z.object({ reader: z.string(), answers: z.int() }));

/** What became of a file that came back. */
export const collectedFileSchema = z.object({
  /** As it was named. */
  file: z.string(),
  /** As clauses; nothing was taken from a file that has one. */
  problems: z.array(z.string()),
  /** Readers whose sessions were added, with the number of their answers. */
  added: readSchema,
  /** Readers whose sessions the study had from an unfinished file; their number of further answers. */
  continued: readSchema,
  /** Readers whose sessions the study had already, just as they are in the file. */
  known: readSchema,
  /** Readers who have not finished. Of a file that has no other problem, a reason takes it all the same. */
  unfinished: readSchema,
});
export type CollectedFile = z.infer<typeof collectedFileSchema>;

/** A file that came back. `unfinished`: why it is taken, should it not be finished; null if it is to be refused then. */
export const returnedFileSchema = z.object({
  path: z.string().min(1),
  unfinished: reasonSchema.nullable().default(null),
});
export type ReturnedFile = z.infer<typeof returnedFileSchema>;
