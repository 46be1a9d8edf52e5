import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { jobResultSchemas, type JobKind, type JobResults } from './job-results.ts';

const jobFields = z.object({
  id: z.string(),
  title: z.string(),
  /** Interrupted: the program ended before it did, without stopping it. */
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted']),
  /** Done and total in `unit`; total 0 while it is not known. */
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  /** What it is doing, with its numbers (epoch, loss, validation F1 …). */
  message: z.string(),
  secondsLeft: z.number().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z
    .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() })
    .nullable(),
});

type IdsOf<R> = R extends unknown ? { [P in keyof R as P extends `${string}Id` ? P : never]: R[P] } : never;

/** A job of one kind; `result`: once it is done, the ids in what it made, by which a window shows it. */
export type JobOf<K extends JobKind> = z.infer<typeof jobFields> & { kind: K; result: IdsOf<JobResults[K]> | null };
export type Job = { [K in JobKind]: JobOf<K> }[JobKind];

/** Of a result only its ids: the list of jobs is sent at every step of any of them, and results can be large. */
function idsOf(result: z.ZodObject | z.ZodUnion<readonly z.ZodObject[]>): z.ZodType {
  if (result instanceof z.ZodUnion) return z.union(result.options.map(idsOf));
  return z.object(Object.fromEntries(Object.entries(result.shape).filter(([name]) => name.endsWith('Id'))));
}

const jobOf = (kind: JobKind) =>
  jobFields.extend({ kind: z.literal(kind), result: idsOf(jobResultSchemas[kind]).nullable() });
const [first, ...others] = (Object.keys(jobResultSchemas) as [JobKind, ...JobKind[]]).map(jobOf);
// One object for each kind of the list, which the compiler does not see.
export const jobSchema = z.discriminatedUnion('kind', [first as ReturnType<typeof jobOf>, ...others]) as z.ZodType<
  Job,
  Job
>;

declare const KIND: unique symbol;
/** The id of a job that was started here: it knows what its job will have made. */
export type JobId<K extends JobKind> = string & { readonly [KIND]: K };
export type StartedJob<K extends JobKind> = JobOf<K> & { id: JobId<K> };

export const jobsContract = {
  list: oc.output(z.array(jobSchema)),
  cancel: oc.input(z.object({ jobId: z.string() })).output(z.object({})),
  /** Takes jobs that have ended off the list, for good; others stay. */
  dismiss: oc.input(z.object({ jobIds: z.array(z.string()) })).output(z.object({})),
  /** Every change of any job, from now on; starts with the list as it is. */
  watch: oc.output(eventIterator(z.array(jobSchema))),
};
