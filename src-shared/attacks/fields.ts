import { z } from 'zod';
import { classIndexSchema } from '../ecg.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

/** The options that several attacks share. An option of one attack alone is in its own file. */

/** The largest size that 16 bits hold, ADC units. */
export const LARGEST_UNITS = 32767;
export const MOST_STEPS = 10_000;

const reason = (): string => 'signals are stored in whole ADC units, so a smaller budget changes nothing';

/** L∞ budget. Signals are stored and judged in whole units, so that a fraction acts as the whole number below it. */
const epsilonUnits = z
  .number()
  .max(LARGEST_UNITS)
  .refine((units) => units >= 1, { error: () => `must be at least 1: ${reason()}` })
  .meta({ minimum: 1 })
  .default(10)
  .register(optionMeta, {
    flag: 'epsilon',
    label: m.attacks_option_epsilon_label,
    help: m.attacks_option_epsilon_help,
    details: m.attacks_option_epsilon_details,
    reason,
    unit: 'adc',
    isMain: true,
  });

/**
 * Class that the attack aims for, a position in the model's list; null: away from the record's label; `han2020`, the paper's protocol: AF to
 * Normal, and the three others away from their label. `targetOf` gives the target of a record.
 */
const target = z
  .union([classIndexSchema, z.literal('han2020')])
  .nullable()
  .default(null)
  .register(optionMeta, {
    flag: 'target',
    label: m.attacks_option_target_label,
    help: m.attacks_option_target_help,
    details: m.attacks_option_target_details,
    isMain: true,
  });

/** `masked`: padding never perturbed; `han2020`: perturbed while optimising and zeroed afterwards. */
const padding = z
  .enum(['masked', 'han2020'])
  .default('masked')
  .register(optionMeta, {
    flag: 'padding',
    label: m.attacks_option_padding_label,
    help: m.attacks_option_padding_help,
    details: m.attacks_option_padding_details,
    choices: {
      masked: m.attacks_option_padding_choice_masked,
      han2020: m.attacks_option_padding_choice_han2020,
    },
  });

/**
 * Seed of all random draws: starts and probes, where an attack has them, and the noise control of every attack. The same
 * seed, record and restart give the same draws in any batch.
 */
const seed = z.int().min(0).max(2_147_483_647).default(1).register(optionMeta, {
  flag: 'seed',
  label: m.attacks_option_seed_label,
  help: m.attacks_option_seed_help,
  isEffort: true,
});

/** What every attack has. */
export const COMMON = { target, epsilonUnits, padding, seed };

/** What a gradient attack increases: see src-main/attacks/objective/loss.ts. */
export const loss = z
  .enum(['cross-entropy', 'margin', 'dlr'])
  .default('cross-entropy')
  .register(optionMeta, {
    flag: 'loss',
    label: m.attacks_option_loss_label,
    help: m.attacks_option_loss_help,
    choices: {
      'cross-entropy': m.attacks_option_loss_choice_cross_entropy,
      margin: m.attacks_option_loss_choice_margin,
      dlr: m.attacks_option_loss_choice_dlr,
    },
  });

/** Step per iteration. */
export const alphaUnits = z.number().positive().max(LARGEST_UNITS).default(1).register(optionMeta, {
  flag: 'alpha',
  label: m.attacks_option_alpha_label,
  help: m.attacks_option_alpha_help,
  unit: 'adc',
});

/** What ε bounds: each sample (L∞), or the Euclidean length of the whole δ (L2). */
export const norm = z
  .enum(['linf', 'l2'])
  .default('linf')
  .register(optionMeta, {
    flag: 'norm',
    label: m.attacks_option_norm_label,
    help: m.attacks_option_norm_help,
    details: m.attacks_option_norm_details,
    choices: { linf: m.attacks_option_norm_choice_linf, l2: m.attacks_option_norm_choice_l2 },
  });

/** Among which δ is sought: all, or the smooth δ(θ) = K̄ ⊗ θ of SAP, θ within the budget. */
export const subspace = z
  .enum(['all', 'smooth'])
  .default('all')
  .register(optionMeta, {
    flag: 'subspace',
    label: m.attacks_option_subspace_label,
    help: m.attacks_option_subspace_help,
    choices: { all: m.attacks_option_subspace_choice_all, smooth: m.attacks_option_subspace_choice_smooth },
  });

/** Which Gaussian kernels are averaged: all 25 pairs (the public code) or size and σ paired (the other reading). */
export const kernels = z
  .enum(['cross25', 'paired5'])
  .default('cross25')
  .register(optionMeta, {
    flag: 'kernels',
    label: m.attacks_option_kernels_label,
    help: m.attacks_option_kernels_help,
    choices: {
      cross25: m.attacks_option_kernels_choice_cross25,
      paired5: m.attacks_option_kernels_choice_paired5,
    },
    onlyWith: { option: 'subspace', is: 'smooth' },
  });

/** δ₀ uniform in the budget instead of 0, and how often. */
export const START_FIELDS = {
  randomStart: z.boolean().default(false).register(optionMeta, {
    flag: 'random-start',
    label: m.attacks_option_random_start_label,
    help: m.attacks_option_random_start_help,
    isEffort: true,
  }),
  /** The most times that a record is attacked, each from another random start; the best is kept. */
  restarts: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .register(optionMeta, {
      flag: 'restarts',
      label: m.attacks_option_restarts_label,
      help: m.attacks_option_restarts_help,
      details: m.attacks_option_restarts_details,
      isEffort: true,
      onlyWith: { option: 'randomStart', is: true },
    }),
};

/** What a perturbation is made to survive. */
export const DEVICE_FIELDS = {
  survives: z
    .enum(['storing', 'device'])
    .default('storing')
    .register(optionMeta, {
      flag: 'survives',
      label: m.attacks_option_survives_label,
      help: m.attacks_option_survives_help,
      details: m.attacks_option_survives_details,
      choices: {
        storing: m.attacks_option_survives_choice_storing,
        device: m.attacks_option_survives_choice_device,
      },
    }),
  /** Devices over which each gradient is a mean. */
  deviceDraws: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .register(optionMeta, {
      flag: 'device-draws',
      label: m.attacks_option_device_draws_label,
      help: m.attacks_option_device_draws_help,
      isEffort: true,
      onlyWith: { option: 'survives', is: 'device' },
    }),
};

/** Of the attacks that AutoAttack consists of, of it, and of those that see labels only. */
export const SUBSPACE_FIELDS = { subspace, kernels };
export const BALL_FIELDS = { norm, ...SUBSPACE_FIELDS };

export const apgdSteps = z.int().min(1).max(MOST_STEPS).default(100).register(optionMeta, {
  flag: 'apgd-steps',
  label: m.attacks_option_apgd_steps_label,
  help: m.attacks_option_apgd_steps_help,
  isEffort: true,
});
export const fabSteps = z.int().min(1).max(MOST_STEPS).default(100).register(optionMeta, {
  flag: 'fab-steps',
  label: m.attacks_option_fab_steps_label,
  help: m.attacks_option_fab_steps_help,
  isEffort: true,
});
export const squareQueries = z.int().min(1).max(1_000_000).default(5000).register(optionMeta, {
  flag: 'square-queries',
  label: m.attacks_option_square_queries_label,
  help: m.attacks_option_square_queries_help,
  isEffort: true,
});

/** Of the attacks that see labels only. */
export const labelQueries = z.int().min(1).max(1_000_000).default(5000).register(optionMeta, {
  flag: 'label-queries',
  label: m.attacks_option_label_queries_label,
  help: m.attacks_option_label_queries_help,
  isEffort: true,
});

/** Of PGD, and of attacks that start from it. */
export const PGD_FIELDS = {
  loss,
  alphaUnits,
  pgdSteps: z.int().min(1).max(MOST_STEPS).default(20).register(optionMeta, {
    flag: 'pgd-steps',
    label: m.attacks_option_pgd_steps_label,
    help: m.attacks_option_pgd_steps_help,
    isEffort: true,
  }),
  ...START_FIELDS,
  ...DEVICE_FIELDS,
};

export type AttackNorm = z.infer<typeof norm>;
export type AttackSubspace = z.infer<typeof subspace>;
export type AttackLoss = z.infer<typeof loss>;
export type AttackTarget = z.infer<typeof target>;
export type KernelSet = z.infer<typeof kernels>;
