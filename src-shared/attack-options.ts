import { z } from 'zod';

/** Everything that decides what an attack does, apart from the model and the records: what provenance stores. */
export const ATTACK_METHODS = ['fgsm', 'pgd', 'smoothed-pgd', 'sap'] as const;

export const attackOptionsSchema = z.strictObject({
  method: z.enum(ATTACK_METHODS),
  /**
   * L∞ budget, ADC units (10 units = 10 µV at 1000 units per mV). What is stored and judged has whole units, so a
   * fraction acts as the whole number below it, and below 1 nothing would change.
   */
  epsilonUnits: z
    .number()
    .max(32767)
    .refine(
      (units) => units >= 1,
      'must be at least 1: signals are stored in whole ADC units, so a smaller budget changes nothing',
    )
    .default(10),
  /** Step per iteration, ADC units. */
  alphaUnits: z.number().positive().max(32767).default(1),
  /** Steps of PGD; for SAP, of the PGD that it starts from. */
  pgdSteps: z.int().min(1).max(10_000).default(20),
  /** Steps of SAP on θ after the PGD start. */
  sapSteps: z.int().min(1).max(10_000).default(40),
  /** Which Gaussian kernels are averaged: all 25 pairs (the public code) or size and σ paired (the other reading). */
  kernels: z.enum(['cross25', 'paired5']).default('cross25'),
  /** `masked`: padding never perturbed; `han2020`: perturbed while optimising and zeroed afterwards. */
  padding: z.enum(['masked', 'han2020']).default('masked'),
  /** Class index that the attack aims for; null: away from the class it has. */
  target: z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
    .nullable()
    .default(null),
});

export type AttackOptions = z.infer<typeof attackOptionsSchema>;
export type AttackOptionsInput = z.input<typeof attackOptionsSchema>;
export type AttackMethod = AttackOptions['method'];
