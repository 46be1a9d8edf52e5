import type { z } from 'zod';

/** How the second tracing of a pair is come by where no attack makes it: one file for each kind. */
interface SourceDefinition<Kind extends string, Schema extends z.ZodObject<{ kind: z.ZodLiteral<Kind> }>> {
  /** As in protocols and exports: never changed once released. */
  kind: Kind;
  /** What is shown, for a form and a document. */
  sentence: string;
  schema: Schema;
  /** What an arm of this kind shows, in a few words. */
  words: (source: z.output<Schema>) => string;
}

export const defineSource = <const Kind extends string, Schema extends z.ZodObject<{ kind: z.ZodLiteral<Kind> }>>(
  definition: SourceDefinition<Kind, Schema>,
): SourceDefinition<Kind, Schema> => definition;
