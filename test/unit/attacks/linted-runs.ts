import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import type { BudgetCurve, Comparison, LintInput, Uses } from '../../../src-main/attacks/lint/evaluated-run.ts';
import { lintEvaluation } from '../../../src-main/attacks/lint/lint-evaluation.ts';
import { attackOptionsSchema, type AttackOptions, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';
import type { AttackSummary, Finding } from '../../../src-shared/contract/attacks.ts';

export const options = (input: AttackOptionsInput): AttackOptions => attackOptionsSchema.parse(input);
export const SAP = options({ method: 'sap' });
export const PGD = options({ method: 'pgd' });
export const FGSM = options({ method: 'fgsm' });

/** SAP on Han et al.'s test records, as the README has it. */
export const SUMMARY: AttackSummary = {
  records: 853,
  originallyCorrect: 745,
  attackable: 745,
  fooled: 439,
  asr: 439 / 745,
  asrInterval: [0.554, 0.624],
  accuracyUnderAttack: 0.38,
  zeroGradient: 0,
  secondsPerRecord: 0.22,
  noiseControl: { fooled: 4, rate: 4 / 745, interval: [0.002, 0.014] },
  perturbedPadding: 0,
  trainedOn: 0,
  queriesPerRecord: null,
};

export const NO_USES: Uses = { wrongInStudies: 0, tables: 0, judges: [] };

/** A sound run beside runs that are as they should be. */
export const SOUND: LintInput = {
  run: {
    ...{ options: SAP, split: 'test', summary: SUMMARY, classes: [...CINC_2017_CLASSES] },
    ...{ rebuiltLogits: false, hasGradient: true },
  },
  comparisons: [
    other(options({ method: 'smoothed-pgd' }), 272),
    other(PGD, 537),
    other(FGSM, 234),
    other(options({ method: 'spsa' }), 250),
    other(options({ method: 'sap', target: 0 }), 200),
    other(options({ method: 'sap', epsilonUnits: 5, alphaUnits: 0.5 }), 250),
    other(options({ method: 'sap', epsilonUnits: 20, alphaUnits: 2 }), 600),
    other(options({ method: 'sap', pgdSteps: 40, sapSteps: 80 }), 442, 0.3),
  ],
  transfers: [{ surrogate: 'tiny', options: SAP, fooled: 150, of: 745, interval: [0.17, 0.23] }],
  curves: [curve([5, 250], [10, 439], [20, 600], [50, 745], [100, 745])],
  uses: NO_USES,
};

/** Success of an attack at several budgets, of 745 records. */
export function curve(...points: [epsilonUnits: number, fooled: number][]): BudgetCurve {
  return {
    attack: SAP,
    points: points.map(([epsilonUnits, fooled]) => {
      const interval: [number, number] = [fooled / 745 - 0.03, fooled / 745 + 0.03];
      return { epsilonUnits, fooled, of: 745, interval };
    }),
  };
}

/** Another run on the same records; by default it differs beyond chance. */
export function other(others: AttackOptions, otherFooled: number, p = 1e-6): Comparison {
  return { options: others, shared: 745, fooled: 439, otherFooled, p };
}

export function lint(change: Partial<LintInput>, summary: Partial<AttackSummary> = {}, own = SAP): Finding[] {
  const run = { ...SOUND.run, options: own, summary: { ...SUMMARY, ...summary } };
  return lintEvaluation({ ...SOUND, comparisons: [], run, ...change });
}

export const codes = (findings: Finding[]): string[] => findings.map(({ code }) => code);
