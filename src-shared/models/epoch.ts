import { z } from 'zod';

/** One epoch of a training, as histories keep it. Cards may leave out the learning rate and the seconds. */
export const epochSchema = z.object({
  epoch: z.int(),
  /** Mean over the epoch's batches. */
  loss: z.number(),
  /** Scores of the averaged weights on the validation part. */
  meanF1: z.number(),
  accuracy: z.number(),
  /** The same under the perturbation that an adversarial training is to withstand. */
  attacked: z.object({ meanF1: z.number(), accuracy: z.number() }).optional(),
  /** At the end of the epoch. */
  learningRate: z.number().optional(),
  seconds: z.number().optional(),
});

/** The same with everything that is known during training. */
export const epochRecordSchema = epochSchema.required({ learningRate: true, seconds: true });
export type EpochRecord = z.infer<typeof epochRecordSchema>;
