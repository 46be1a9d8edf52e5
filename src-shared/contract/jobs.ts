import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

const JOB_KINDS = [
  'import',
  'simulate',
  'import-model',
  'train',
  'evaluate',
  'compare',
  'attack',
  'analysis',
  'verify',
  'export',
  'build-study',
  'rehearse',
] as const;

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  title: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** Done and total in `unit`; total 0 while it is not known. */
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  /** What it is doing, with its numbers (epoch, loss, validation F1 …). */
  message: z.string(),
  secondsLeft: z.number().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What the job made, for "show it": ids by kind. */
  result: z.record(z.string(), z.unknown()).nullable(),
});
export type Job = z.infer<typeof jobSchema>;
export type JobKind = Job['kind'];

export const jobsContract = {
  list: oc.output(z.array(jobSchema)),
  cancel: oc.input(z.object({ jobId: z.string() })).output(z.object({})),
  /** Every change of any job, from now on; starts with the list as it is. */
  watch: oc.output(eventIterator(z.array(jobSchema))),
};
