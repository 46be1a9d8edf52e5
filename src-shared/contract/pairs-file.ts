import { z } from 'zod';

/** Ten thousand pairs with long names. */
export const MOST_PAIRS_TEXT = 8 * 1024 ** 2;

/** A CSV file that lists pairs. */
export const pairsFileSchema = z.object({ name: z.string(), text: z.string().max(MOST_PAIRS_TEXT) });
export type PairsFile = z.infer<typeof pairsFileSchema>;
