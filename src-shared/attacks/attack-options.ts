import { z } from 'zod';
import type { ClassIndex } from '../ecg.ts';

/** Everything that decides what an attack does, apart from the model and the records: what provenance stores. */
export const ATTACK_METHODS = ['fgsm', 'pgd', 'smoothed-pgd', 'sap', 'spsa', 'ecgadv'] as const;

/** What an attack by the gradient climbs: see src-main/attacks/loss.ts. */
export const ATTACK_LOSSES = ['cross-entropy', 'margin', 'dlr'] as const;

/**
 * Which of these a method uses, what they are called and how they are said to people: attack-methods.ts and
 * attack-fields.ts. A field that is missing in a stored run, because the run is older, has its default.
 */
export const attackOptionsSchema = z
  .strictObject({
    method: z.enum(ATTACK_METHODS),
    /**
     * L∞ budget, ADC units (10 units = 10 µV at 1000 units per mV). What is stored and judged has whole units, so a
     * fraction acts as the whole number below it, and below 1 nothing would change. ECGadv has none of its own in its
     * paper: there it is a cap, the same by default as for all others, so that methods are compared at one size.
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
    /**
     * Class index that the attack aims for; null: away from the record's label; `han2020`, the paper's protocol: AF to
     * Normal, and the three others away from their label. `targetOf` gives the target of a record.
     */
    target: z
      .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal('han2020')])
      .nullable()
      .default(null),
    loss: z.enum(ATTACK_LOSSES).default('cross-entropy'),
    /** PGD starts at δ uniform in ±ε instead of at 0. */
    randomStart: z.boolean().default(false),
    /** Times that a record is attacked at most, each from another random start; the best is kept. */
    restarts: z.int().min(1).max(1000).default(1),
    /** Of everything that is drawn: the same seed, record and restart start alike in any batch. */
    seed: z.int().min(0).max(2_147_483_647).default(1),
    /** ECGadv: searches by Adam for each record, each with another weight c of fooling against smoothness. */
    binarySearchSteps: z.int().min(1).max(30).default(6),
    /** ECGadv: steps of Adam in each search. */
    adamSteps: z.int().min(1).max(10_000).default(100),
    /** ECGadv: Adam's learning rate, ADC units. */
    learningRateUnits: z.number().positive().max(32767).default(0.5),
    /** ECGadv: the first c. */
    initialC: z.number().positive().max(1e9).default(1),
    /** ECGadv: κ, by how much the logits' margin is pushed beyond the decision. */
    confidence: z.number().min(0).max(1000).default(0),
    /** SPSA: steps on θ at most; a record ends with the step that fools. */
    spsaSteps: z.int().min(1).max(10_000).default(100),
    /** SPSA: pairs of signals shown to the model at each step. */
    spsaPairs: z.int().min(1).max(1000).default(5),
    /** SPSA: samples that a probe moves together. */
    blockSamples: z.int().min(1).max(100_000).default(20),
    /** SPSA: c, how far θ is moved to both sides for a pair, ADC units. */
    probeUnits: z.number().positive().max(32767).default(2),
  })
  .refine(({ restarts, randomStart }) => restarts === 1 || randomStart, {
    path: ['restarts'],
    message: 'must be 1 without a random start, since all would be the same: set randomStart to true',
  });

export type AttackOptions = z.infer<typeof attackOptionsSchema>;
export type AttackOptionsInput = z.input<typeof attackOptionsSchema>;
export type AttackMethod = AttackOptions['method'];
export type AttackLoss = AttackOptions['loss'];
export type AttackTarget = AttackOptions['target'];

/** The class that an attack leads a record with this label to; null: only away from the label. */
export function targetOf({ target }: Pick<AttackOptions, 'target'>, label: ClassIndex): ClassIndex | null {
  if (target !== 'han2020') return target;
  const [normal, af] = [0, 1] as const;
  return label === af ? normal : null;
}
