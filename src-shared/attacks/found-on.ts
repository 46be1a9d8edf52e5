import { z } from 'zod';
import { splitSchema } from '../ecg.ts';
import { counted } from '../format/counted.ts';
import { outOf } from '../format/share.ts';

/** The records that a universal perturbation was found on, none of them attacked in the run, and what it does to them. */
export const foundOnSchema = z.object({ split: splitSchema, records: z.int(), attackable: z.int(), fooled: z.int() });
export type FoundOn = z.infer<typeof foundOnSchema>;

/** "100 validation records, of which it fools 12 of 83 that could be fooled". */
export function foundOnText({ split, records, attackable, fooled }: FoundOn): string {
  return `${counted(records, `${split} record`)}, of which it fools ${outOf(fooled, attackable)} that could be fooled`;
}
