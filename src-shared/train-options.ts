import { z } from 'zod';

/** Everything that decides a training, apart from the data: same options, same data, same weights. */
export const trainOptionsSchema = z.strictObject({
  model: z.enum(['compact']).default('compact'),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  epochs: z.int().min(1).max(10_000).default(40),
  batchSize: z.int().min(1).max(1024).default(32),
  /** Lengths of the crops that batches are made of, samples at 300 Hz; one is drawn for each batch. */
  cropSamples: z.array(z.int().min(300).max(100_000)).min(1).default([6000, 7500, 9000]),
  /** Peak of the one-cycle learning rate. */
  learningRate: z.number().positive().max(1).default(0.002),
  /** Decoupled weight decay of kernels, times the learning rate. */
  weightDecay: z.number().min(0).max(10).default(0.05),
  labelSmoothing: z.number().min(0).max(0.5).default(0.1),
  /** Decay per step of the moving average of the weights, which is what is evaluated and kept. */
  averageDecay: z.number().min(0).max(0.99999).default(0.999),
  /** How often a record of each class (N, A, O, ~) is seen per epoch, on average. */
  classCopies: z
    .tuple([z.number().positive(), z.number().positive(), z.number().positive(), z.number().positive()])
    .default([1, 1.5, 1, 2]),
});

export type TrainOptions = z.infer<typeof trainOptionsSchema>;
