import { z } from 'zod';

/** What a check of the whole workspace read, and what it found. */
export const workspaceCheckSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** A sentence each, with what to do; empty if all is as it should be. */
  findings: z.array(z.object({ what: z.string(), cure: z.string() })),
  signals: z.int(),
  models: z.int(),
  studies: z.int(),
  seconds: z.number(),
});
export type WorkspaceCheck = z.infer<typeof workspaceCheckSchema>;
export type Finding = WorkspaceCheck['findings'][number];
