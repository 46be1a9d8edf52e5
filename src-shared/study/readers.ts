import { z } from 'zod';

/** Who may read a study. Without it, whoever types a name begins to read. */
export const readersSchema = z.strictObject({
  /** As many codes are made when the study is locked; each begins one session, and nothing else does. */
  codes: z.int().min(1).max(500),
});
