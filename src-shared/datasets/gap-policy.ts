import { z } from 'zod';

/** What an import does with a record in which samples are missing. */
export const gapPolicySchema = z.discriminatedUnion('kind', [
  /** Leaves the record out. */
  z.strictObject({ kind: z.literal('refuse') }),
  /** Keeps the longest stretch without a gap. */
  z.strictObject({ kind: z.literal('longest') }),
  /** Draws a straight line over gaps of at most `mostMs`; leaves out a record with a longer one, or one at an end. */
  z.strictObject({ kind: z.literal('interpolate'), mostMs: z.number().positive().max(10_000) }),
]);
export type GapPolicy = z.infer<typeof gapPolicySchema>;

/** `leave the record out`, for people. */
export function gapPolicyText(policy: GapPolicy): string {
  if (policy.kind === 'refuse') return 'records with missing samples are left out';
  if (policy.kind === 'longest') return 'of records with missing samples the longest stretch without a gap is kept';
  return `gaps of up to ${policy.mostMs} ms are interpolated, records with longer ones are left out`;
}
