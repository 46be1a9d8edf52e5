import { oc } from '@orpc/contract';
import { z } from 'zod';
import { protocolSchema } from '../study/protocol.ts';
import { jobStarted } from './common.ts';

const sessionSummarySchema = z.object({
  id: z.string(),
  reader: z.string(),
  virtual: z.boolean(),
  answered: z.int(),
  total: z.int(),
  startedAt: z.string(),
  completedAt: z.string().nullable(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

export const studySummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['draft', 'locked']),
  createdAt: z.string(),
  lockedAt: z.string().nullable(),
  trials: z.int(),
  protocol: protocolSchema,
  protocolSha256: z.string(),
  /**
   * Commitment to the secret that sides and order were drawn from; null for a draft, which has none yet, and for a study
   * that an older version locked: there they follow from the protocol's seed.
   */
  commitment: z.string().nullable(),
  sessions: z.array(sessionSummarySchema),
});
export type StudySummary = z.infer<typeof studySummarySchema>;

export const studiesContract = {
  list: oc.output(z.array(studySummarySchema)),
  /** The protocols that ship with the program. */
  templates: oc.output(z.array(z.object({ name: z.string(), protocol: protocolSchema }))),
  /** Chooses the pairs by protocol, dataset and model; missing examples are made first (a job). */
  create: oc
    .input(z.object({ protocol: protocolSchema, datasetId: z.string(), modelId: z.string() }))
    .output(jobStarted),
  lock: oc.input(z.object({ studyId: z.string() })).output(studySummarySchema),
  /** Virtual readers go through the study (a job). */
  rehearse: oc
    .input(
      z.object({
        studyId: z.string(),
        readers: z.int().min(1).max(50),
        probabilityRight: z.number().min(0).max(1),
        seed: z.int().default(1),
      }),
    )
    .output(jobStarted),
};
