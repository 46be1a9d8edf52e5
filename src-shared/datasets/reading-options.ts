import { z } from 'zod';
import { gapPolicySchema } from './gap-policy.ts';
import { saidOfSignalsSchema } from './said-of-signals.ts';

/**
 * What the person who imports decides about how files are read, where files leave it open. Stored with the dataset as it was given;
 * what is left out was settled by the importer, which says so in its notes.
 */
export const readingOptionsSchema = z.object({
  /** The lead to read of each record: its name in the files, or that of a lead, as `II` for `Lead II`. */
  lead: z.string().trim().min(1).max(100).optional(),
  /** Whether the other leads of each record are stored beside the one that is read. */
  keepLeads: z.boolean().optional(),
  /** What becomes of records in which samples are missing. */
  gaps: gapPolicySchema.optional(),
  /** Rate, unit, columns and axes of files that do not say them. */
  said: saidOfSignalsSchema.optional(),
  /** The column of the labels in their table. */
  labelColumn: z.string().min(1).max(200).optional(),
  /** What words and codes of the labels stand for, as `parseClassMapping` reads it: `NORM=N,AFIB=A,*=O`. */
  classes: z.string().min(1).max(20_000).optional(),
  /** The number of the first class, where labels are numbers. */
  labelBase: z.union([z.literal(0), z.literal(1)]).optional(),
});
export type ReadingOptions = z.infer<typeof readingOptionsSchema>;
