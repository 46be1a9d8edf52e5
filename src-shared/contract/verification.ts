import { oc } from '@orpc/contract';
import { z } from 'zod';
import { jobStarted } from './common.ts';

/** What can differ between a stored example and the recreated one. */
const VERIFIED_PARTS = [
  'record',
  'stored-signal',
  'signal',
  'classes',
  'probabilities',
  'outcome',
  'metrics',
  'queries',
  'starts',
  'noise-control',
] as const;

const thenAndNowSchema = z.object({ stored: z.string(), now: z.string(), same: z.boolean() });

/** A sample of a run's examples, recreated from the run's provenance and compared with what is stored. */
export const verificationSchema = z.object({
  runId: z.string(),
  /** Examples of the run, and how many of them were recreated. */
  examples: z.int(),
  verified: z.int(),
  /** How many of those have no difference. */
  same: z.int(),
  /** Nothing differs, neither in the examples nor in the run itself. */
  intact: z.boolean(),
  /** The engine then and now: a different one may explain a difference, but does not excuse it. */
  engine: thenAndNowSchema,
  programVersion: thenAndNowSchema,
  /** What is wrong with the run itself, apart from its examples. */
  runDifferences: z.array(z.string()),
  differences: z.array(
    z.object({
      exampleId: z.int(),
      record: z.string(),
      part: z.enum(VERIFIED_PARTS),
      /** One sentence with the values. */
      message: z.string(),
    }),
  ),
  /** How far probabilities may differ and still count as the same; everything else is compared exactly. */
  probabilityTolerance: z.number(),
  seconds: z.number(),
});
export type Verification = z.infer<typeof verificationSchema>;
export type Difference = Verification['differences'][number];

const storedVerificationSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  result: verificationSchema,
});
export type StoredVerification = z.infer<typeof storedVerificationSchema>;

/** The newest of a run that this version can read, newest first. */
export const listVerifications = oc.input(z.object({ runId: z.string() })).output(z.array(storedVerificationSchema));

/** The job's result is a `Verification`. Without `sample` every example is recreated. */
export const verifyRun = oc
  .input(
    z.object({
      runId: z.string(),
      sample: z.int().min(1).optional(),
      /** Seed of the draw of examples. */
      seed: z.int().min(0).max(2_147_483_647).default(1),
    }),
  )
  .output(jobStarted);
