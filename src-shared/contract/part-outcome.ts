import { z } from 'zod';

/** What one attack of several has reached with a record. */
export const partOutcomeSchema = z.object({
  /** Its name among them: apgd-ce, apgd-t, fab-t, square. */
  attack: z.string(),
  /** The goal, by the signal as it would be stored. */
  reached: z.boolean(),
  /** How far its logits are beyond the decision aimed for. */
  advantage: z.number(),
});
export type PartOutcome = z.infer<typeof partOutcomeSchema>;
