import { z } from 'zod';
import { optionMeta } from './option-meta.ts';

/** The options that several attacks share. Those of one attack alone are in its own file. */

/** The largest size that 16 bits hold, ADC units. */
export const LARGEST_UNITS = 32767;
export const MOST_STEPS = 10_000;

const reason = (): string => 'signals are stored in whole ADC units, so a smaller budget changes nothing';

/** L∞ budget. What is stored and judged has whole units, so that a fraction acts as the whole number below it. */
const epsilonUnits = z
  .number()
  .max(LARGEST_UNITS)
  .refine((units) => units >= 1, { error: () => `must be at least 1: ${reason()}` })
  .meta({ minimum: 1 })
  .default(10)
  .register(optionMeta, {
    flag: 'epsilon',
    label: () => 'Budget ε',
    help: () => 'The most that any sample may change.',
    details: () =>
      '10 units are 10 µV at 1000 units per mV. Signals are stored in whole units: a fraction acts as the whole number below it.',
    reason,
    unit: 'adc',
    isMain: true,
  });

/**
 * Class index that the attack aims for; null: away from the record's label; `han2020`, the paper's protocol: AF to
 * Normal, and the three others away from their label. `targetOf` gives the target of a record.
 */
const target = z
  .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal('han2020')])
  .nullable()
  .default(null)
  .register(optionMeta, {
    flag: 'target',
    label: () => 'Towards',
    help: () => 'Away from the record’s class, to one class, or as in the paper: AF to Normal and the others away.',
    details: () => 'In the order N, A, O, ~; null: away from the record’s class; `"han2020"`: as in the paper.',
    isMain: true,
  });

/** `masked`: padding never perturbed; `han2020`: perturbed while optimising and zeroed afterwards. */
const padding = z
  .enum(['masked', 'han2020'])
  .default('masked')
  .register(optionMeta, {
    flag: 'padding',
    label: () => 'Padding',
    help: () => 'Whether the zeros around a short record may be perturbed while searching.',
    details: () => 'They are zero again in what is stored.',
    choices: {
      masked: () => 'Never perturbed',
      han2020: () => 'As Han et al. 2020: perturbed, then zeroed',
    },
  });

/** What every attack has. */
export const COMMON = { target, epsilonUnits, padding };

/** What an attack by the gradient climbs: see src-main/attacks/objective/loss.ts. */
export const loss = z
  .enum(['cross-entropy', 'margin', 'dlr'])
  .default('cross-entropy')
  .register(optionMeta, {
    flag: 'loss',
    label: () => 'Loss',
    help: () => 'What the gradient is taken of; the last two do not fade for a sure model.',
    choices: {
      'cross-entropy': () => 'Cross-entropy, as in the paper',
      margin: () => 'Margin of the logits (Carlini and Wagner)',
      dlr: () => 'Difference of logits ratio (Croce and Hein)',
    },
  });

/** Step per iteration. */
export const alphaUnits = z
  .number()
  .positive()
  .max(LARGEST_UNITS)
  .default(1)
  .register(optionMeta, {
    flag: 'alpha',
    label: () => 'Step α',
    help: () => 'How far each iteration goes along the sign of the gradient.',
    unit: 'adc',
  });

/** Of everything that is drawn: the same seed, record and restart start alike in any batch. */
export const seed = z
  .int()
  .min(0)
  .max(2_147_483_647)
  .default(1)
  .register(optionMeta, {
    flag: 'seed',
    label: () => 'Seed',
    help: () => 'Decides what is drawn: the same seed draws the same again.',
    isEffort: true,
  });

/** Which Gaussian kernels are averaged: all 25 pairs (the public code) or size and σ paired (the other reading). */
export const kernels = z
  .enum(['cross25', 'paired5'])
  .default('cross25')
  .register(optionMeta, {
    flag: 'kernels',
    label: () => 'Kernels',
    help: () => 'Which Gaussian kernels are averaged: all 25 pairs of size and width, or five.',
    choices: {
      cross25: () => 'All 25 pairs, as in the public code',
      paired5: () => 'Five: size and width paired',
    },
  });

/** PGD, and whatever starts from it. */
export const PGD_FIELDS = {
  loss,
  alphaUnits,
  pgdSteps: z
    .int()
    .min(1)
    .max(MOST_STEPS)
    .default(20)
    .register(optionMeta, {
      flag: 'pgd-steps',
      label: () => 'PGD steps',
      help: () => 'Iterations of PGD; for SAP, of the PGD that it starts from.',
      isEffort: true,
    }),
  /** δ₀ uniform in ±ε instead of 0. */
  randomStart: z
    .boolean()
    .default(false)
    .register(optionMeta, {
      flag: 'random-start',
      label: () => 'Random start',
      help: () => 'PGD starts anywhere within the budget instead of at the record itself.',
      isEffort: true,
    }),
  /** Times that a record is attacked at most, each from another random start; the best is kept. */
  restarts: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .register(optionMeta, {
      flag: 'restarts',
      label: () => 'Restarts',
      help: () => 'Random starts tried for each record until one fools the model; the best is kept.',
      details: () => 'The best is the one of the highest loss. More than 1 needs `randomStart`.',
      isEffort: true,
      onlyWith: 'randomStart',
    }),
  seed,
};

export type AttackLoss = z.infer<typeof loss>;
export type AttackTarget = z.infer<typeof target>;
export type KernelSet = z.infer<typeof kernels>;
export type Padding = z.infer<typeof padding>;
