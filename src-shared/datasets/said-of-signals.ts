import { z } from 'zod';

/** The axes of an array: N records, T samples, L leads, in the order in which the file's own program shows them. */
export const ARRAY_LAYOUTS = ['T', 'NT', 'TL', 'LT', 'NTL', 'NLT'] as const;
export type ArrayLayout = (typeof ARRAY_LAYOUTS)[number];

/** What a person says of files that do not say it themselves. Where a file does, both must agree. */
export const saidOfSignalsSchema = z.strictObject({
  rateHz: z.number().positive().max(1e6).optional(),
  /** `mV`, `µV`, or how many units make one: `200/mV`. */
  unit: z.string().trim().min(1).max(40).optional(),
  /** One for each column or lead: its name, `time`, or `-` for one that is no signal. */
  columns: z.array(z.string().trim().min(1).max(100)).min(1).max(1024).optional(),
  layout: z.enum(ARRAY_LAYOUTS).optional(),
});
export type SaidOfSignals = z.infer<typeof saidOfSignalsSchema>;
