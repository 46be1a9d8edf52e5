import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { describe, expect, it } from 'vitest';
import type { BudgetCurve, Comparison, LintInput, Uses } from '../../../src-main/attacks/lint/evaluated-run.ts';
import { isComparable } from '../../../src-main/attacks/lint/lint-comparisons.ts';
import { lintEvaluation } from '../../../src-main/attacks/lint/lint-evaluation.ts';
import { attackOptionsSchema, type AttackOptions, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';
import type { AttackSummary, Finding } from '../../../src-shared/contract/attacks.ts';

const options = (input: AttackOptionsInput): AttackOptions => attackOptionsSchema.parse(input);
const SAP = options({ method: 'sap' });
const PGD = options({ method: 'pgd' });
const FGSM = options({ method: 'fgsm' });

/** SAP on Han et al.'s test records, as the README has it. */
const SUMMARY: AttackSummary = {
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

const NO_USES: Uses = { wrongInStudies: 0, tables: 0, judges: [] };

/** A sound run beside runs that are as they should be. */
const SOUND: LintInput = {
  run: { options: SAP, split: 'test', summary: SUMMARY, classes: [...CINC_2017_CLASSES], rebuiltLogits: false },
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
function curve(...points: [epsilonUnits: number, fooled: number][]): BudgetCurve {
  return {
    attack: SAP,
    points: points.map(([epsilonUnits, fooled]) => {
      const interval: [number, number] = [fooled / 745 - 0.03, fooled / 745 + 0.03];
      return { epsilonUnits, fooled, of: 745, interval };
    }),
  };
}

/** Another run on the same records; by default it differs beyond chance. */
function other(others: AttackOptions, otherFooled: number, p = 1e-6): Comparison {
  return { options: others, shared: 745, fooled: 439, otherFooled, p };
}

function lint(change: Partial<LintInput>, summary: Partial<AttackSummary> = {}, own = SAP): Finding[] {
  const run = { ...SOUND.run, options: own, summary: { ...SUMMARY, ...summary } };
  return lintEvaluation({ ...SOUND, comparisons: [], run, ...change });
}

const codes = (findings: Finding[]): string[] => findings.map(({ code }) => code);

describe('the evaluation linter', () => {
  it('says nothing of a sound run among sound runs', () => {
    expect(lintEvaluation(SOUND)).toEqual([]);
  });

  it('can read a run from before there was a control', () => {
    const { noiseControl, perturbedPadding, trainedOn, queriesPerRecord, ...old } = SUMMARY;
    expect([noiseControl, perturbedPadding, trainedOn, queriesPerRecord]).not.toContain(undefined);
    expect(lintEvaluation({ ...SOUND, run: { ...SOUND.run, summary: old } })).toEqual([]);
  });

  describe('beside other runs', () => {
    it('finds a black box that beats the white box, from either side', () => {
      const [finding] = lint({ comparisons: [other(options({ method: 'spsa' }), 500)] });
      expect(finding).toMatchObject({ code: 'black-box-beats-white-box', severity: 'error' });
      expect(finding?.message).toContain('500 of 745 (67.1 %)');
      expect(finding?.message).toContain('439 of the same');
      const fromThere = lint({ comparisons: [{ ...other(SAP, 400) }] }, {}, options({ method: 'spsa' }));
      expect(codes(fromThere)).toEqual(['black-box-beats-white-box']);
    });

    it('finds examples of a surrogate that fool more than those made on the model', () => {
      const better = {
        surrogate: 'tiny',
        options: SAP,
        fooled: 600,
        of: 745,
        interval: [0.77, 0.83] as [number, number],
      };
      expect(lint({ transfers: [better] })[0]).toMatchObject({ code: 'black-box-beats-white-box', severity: 'error' });
      const otherBudget = options({ method: 'sap', epsilonUnits: 20 });
      expect(lint({ transfers: [{ ...better, options: otherBudget }] })).toEqual([]);
    });

    it('says each thing once, in its gravest form', () => {
      const better = {
        surrogate: 'tiny',
        options: SAP,
        fooled: 441,
        of: 745,
        interval: [0.56, 0.63] as [number, number],
      };
      const comparisons = [other(options({ method: 'spsa' }), 500)];
      const findings = lint({ transfers: [better], comparisons });
      expect(findings).toMatchObject([{ code: 'black-box-beats-white-box', severity: 'error' }]);
      expect(findings[0]?.message).toContain('SPSA');
    });

    it('finds one step that beats many', () => {
      expect(codes(lint({ comparisons: [other(FGSM, 460)] }, {}, PGD))).toEqual(['one-step-beats-many']);
      // SAP may only be smooth: FGSM may well beat it.
      expect(lint({ comparisons: [other(FGSM, 460)] })).toEqual([]);
    });

    it('finds smooth perturbations that beat free ones', () => {
      expect(codes(lint({ comparisons: [other(PGD, 430)] }))).toEqual(['constrained-beats-free']);
      expect(codes(lint({ comparisons: [other(options({ method: 'smoothed-pgd' }), 460)] }))).toEqual([
        'constrained-beats-free',
      ]);
    });

    it('finds a targeted attack that beats the untargeted one', () => {
      expect(codes(lint({ comparisons: [other(options({ method: 'sap', target: 2 }), 460)] }))).toEqual([
        'targeted-beats-untargeted',
      ]);
    });

    it('finds success that falls as the budget grows', () => {
      const larger = options({ method: 'sap', epsilonUnits: 20, alphaUnits: 2 });
      expect(codes(lint({ comparisons: [other(larger, 400)] }))).toEqual(['not-growing-with-budget']);
      const otherKernels = options({ method: 'sap', epsilonUnits: 20, kernels: 'paired5' });
      expect(lint({ comparisons: [other(otherKernels, 400)] })).toEqual([]);
    });

    it('finds that more steps or starts would have fooled more, where that is beyond chance', () => {
      const longer = options({ method: 'sap', sapSteps: 200 });
      const [finding] = lint({ comparisons: [other(longer, 520)] });
      expect(finding).toMatchObject({ code: 'more-steps-fool-more', severity: 'warning' });
      expect(finding?.message).toContain('220 instead of 60');
      const restarts = options({ method: 'sap', randomStart: true, restarts: 5 });
      expect(codes(lint({ comparisons: [other(restarts, 520)] }))).toEqual(['more-steps-fool-more']);
      expect(lint({ comparisons: [other(longer, 445, 0.2)] })).toEqual([]);
      expect(lint({ comparisons: [other(SAP, 520)] }, {}, longer)).toEqual([]);
    });

    it('finds a curve that falls, or ends short of all', () => {
      const falling = curve([5, 400], [10, 439], [20, 350], [100, 745]);
      expect(lint({ curves: [falling] })).toMatchObject([{ code: 'not-growing-with-budget', severity: 'error' }]);
      const byChance = curve([5, 400], [10, 439], [20, 435], [100, 745]);
      expect(lint({ curves: [byChance] })).toMatchObject([{ code: 'not-growing-with-budget', severity: 'note' }]);
      const short = curve([10, 439], [100, 700]);
      expect(lint({ curves: [short] })).toMatchObject([{ code: 'large-budget-short-of-all', severity: 'warning' }]);
      expect(lint({ curves: [curve([10, 439], [50, 700])] })).toEqual([]);
      // Of another attack.
      expect(lint({ curves: [{ ...falling, attack: options({ method: 'sap', kernels: 'paired5' }) }] })).toEqual([]);
    });

    it('only notes what may be chance', () => {
      expect(lint({ comparisons: [other(PGD, 437, 0.7)] })).toMatchObject([{ severity: 'note' }]);
    });

    it('demands the worst case of a claim of robustness, for the same kind of perturbation', () => {
      const robust = { fooled: 100, asr: 100 / 745, asrInterval: [0.11, 0.16] as [number, number] };
      const worst = (subspace: 'all' | 'smooth'): AttackOptions => options({ method: 'autoattack', subspace });
      const [finding] = lint({ transfers: [] }, robust);
      expect(finding).toMatchObject({ code: 'worst-case-missing', severity: 'warning' });
      expect(finding?.message).toContain('645 of 745 (86.6 %) withstand SAP');
      expect(finding?.cure).toContain('--method autoattack --epsilon 10 --subspace smooth');
      expect(
        codes(lint({ transfers: [], comparisons: [{ ...other(worst('all'), 300), fooled: 100 }] }, robust)),
      ).toEqual(['worst-case-missing']);
      expect(lint({ transfers: [], comparisons: [{ ...other(worst('smooth'), 300), fooled: 100 }] }, robust)).toEqual(
        [],
      );
      // On a part of the records only, and at another budget.
      const part = { ...other(worst('smooth'), 30), fooled: 10, shared: 50 };
      expect(codes(lint({ transfers: [], comparisons: [part] }, robust))).toEqual(['worst-case-missing']);
      const budget = options({ method: 'autoattack', subspace: 'smooth', epsilonUnits: 20 });
      expect(isComparable(SAP, budget)).toBe(false);
      expect(lint({ transfers: [] }, robust, worst('all'))).toEqual([]);
    });

    it('finds a worst case that another attack beats', () => {
      const worst = options({ method: 'autoattack' });
      expect(codes(lint({ comparisons: [other(worst, 430)] }, {}, PGD))).toEqual(['worst-case-beaten']);
      expect(lint({ comparisons: [other(worst, 700)] }, {}, PGD)).toEqual([]);
    });

    it('compares nothing at another budget or with another goal', () => {
      const budget = options({ method: 'pgd', epsilonUnits: 5 });
      const goal = options({ method: 'pgd', target: 1 });
      expect([budget, goal].some((others) => isComparable(SAP, others))).toBe(false);
      expect(isComparable(SAP, options({ method: 'pgd', epsilonUnits: 10.5 }))).toBe(true);
    });
  });

  describe('of a run by itself', () => {
    const many = { asr: 700 / 745, asrInterval: [0.92, 0.955] as [number, number], fooled: 700 };

    it('finds a large budget that does not fool all', () => {
      const large = options({ method: 'pgd', epsilonUnits: 150, alphaUnits: 15 });
      expect(lint({}, many, large)).toMatchObject([{ code: 'large-budget-short-of-all', severity: 'warning' }]);
      expect(lint({}, {}, large)).toMatchObject([{ code: 'large-budget-short-of-all', severity: 'error' }]);
      expect(lint({}, { asr: 1, asrInterval: [0.995, 1], fooled: 745 }, large)).toEqual([]);
      expect(lint({}, many, options({ method: 'fgsm', epsilonUnits: 150 }))).toEqual([]);
    });

    it('finds steps that cannot use the budget up', () => {
      const short = options({ method: 'pgd', epsilonUnits: 50 });
      expect(lint({}, {}, short)).toMatchObject([{ code: 'steps-too-short', severity: 'warning' }]);
      expect(lint({}, {}, options({ method: 'pgd', epsilonUnits: 50, alphaUnits: 5 }))).toEqual([]);
      expect(lint({}, {}, options({ method: 'fgsm', epsilonUnits: 50 }))).toEqual([]);
      const blackBox = options({ method: 'spsa', spsaSteps: 5 });
      expect(lint({}, {}, blackBox)).toMatchObject([{ code: 'steps-too-short' }]);
    });

    it('finds noise that does as well', () => {
      const better = { fooled: 445, rate: 445 / 745, interval: [0.56, 0.63] as [number, number] };
      expect(lint({}, { noiseControl: better })).toMatchObject([{ code: 'noise-as-good', severity: 'error' }]);
      const nearly = { fooled: 400, rate: 400 / 745, interval: [0.5, 0.572] as [number, number] };
      expect(lint({}, { noiseControl: nearly })).toMatchObject([{ code: 'noise-as-good', severity: 'warning' }]);
    });

    it('warns of an attack that fools no more than noise because it fools nothing', () => {
      const none = { fooled: 0, asr: 0, asrInterval: [0, 0.005] as [number, number] };
      const noiseControl = { fooled: 0, rate: 0, interval: [0, 0.005] as [number, number] };
      expect(codes(lint({ transfers: [] }, { ...none, noiseControl }))).toEqual([
        'worst-case-missing',
        'noise-as-good',
      ]);
    });

    it('does not call noise that fools nothing as good, however few the records', () => {
      const few = { records: 4, originallyCorrect: 4, attackable: 4, fooled: 1, asr: 0.25 };
      const intervals = { asrInterval: [0.05, 0.7] as [number, number] };
      const noiseControl = { fooled: 0, rate: 0, interval: [0, 0.49] as [number, number] };
      expect(codes(lint({}, { ...few, ...intervals, noiseControl }))).toEqual(['worst-case-missing', 'few-records']);
    });

    it('finds gradients that are 0', () => {
      const [finding] = lint({}, { zeroGradient: 3 });
      expect(finding).toMatchObject({ code: 'zero-gradients', severity: 'warning' });
      expect(finding?.cure).toContain('margin');
      expect(lint({}, { zeroGradient: 100 })).toMatchObject([{ severity: 'error' }]);
    });

    it('finds records that Square alone has fooled', () => {
      const parts = (square: number) => [
        { attack: 'apgd-ce', tried: 745, fooled: 439 },
        { attack: 'square', tried: 306, fooled: square },
      ];
      expect(lint({}, { parts: parts(0) })).toEqual([]);
      expect(lint({}, { parts: parts(3) })).toMatchObject([{ code: 'black-box-beats-white-box', severity: 'warning' }]);
      expect(lint({}, { parts: parts(30) })).toMatchObject([{ code: 'black-box-beats-white-box', severity: 'error' }]);
    });

    it('finds outputs that vary, and outputs that are probabilities', () => {
      expect(lint({}, { outputs: { vary: false, areProbabilities: false } })).toEqual([]);
      expect(lint({}, { outputs: { vary: true, areProbabilities: true } })).toMatchObject([
        { code: 'outputs-vary', severity: 'error' },
        { code: 'outputs-are-probabilities', severity: 'warning' },
      ]);
    });

    it('finds logits that are rebuilt from probabilities', () => {
      const findings = lint({ run: { ...SOUND.run, summary: SUMMARY, rebuiltLogits: true } });
      expect(findings).toMatchObject([{ code: 'logits-rebuilt', severity: 'warning' }]);
      expect(findings[0]?.cure).toContain('softmax');
    });

    it('finds records that the model was trained on, and splits that are not for testing', () => {
      expect(lint({}, { trainedOn: 700 })).toMatchObject([{ code: 'trained-on-records', severity: 'error' }]);
      const on = (split: 'train' | 'validation', trainedOn: number | undefined): Finding[] =>
        lint({ run: { ...SOUND.run, split, summary: { ...SUMMARY, trainedOn } } });
      expect(on('train', undefined)).toMatchObject([{ code: 'trained-on-records', severity: 'warning' }]);
      expect(on('validation', 0)).toMatchObject([{ code: 'trained-on-records', severity: 'note' }]);
      // The training split of another dataset than the model's.
      expect(on('train', 0)).toEqual([]);
    });

    it('finds records that the target of a transfer was trained on, whatever the attacked model was trained on', () => {
      const judges = [
        { model: 'full', trainedOn: 853 },
        { model: 'other-half', trainedOn: 400 },
        { model: 'stranger', trainedOn: 0 },
      ];
      const uses = { ...NO_USES, judges };
      const run = { ...SOUND.run, split: 'train' as const };
      const [finding, ...others] = lint({ run: { ...run, summary: { ...SUMMARY, trainedOn: 0 } }, uses });
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ code: 'trained-on-records', severity: 'warning' });
      expect(finding?.message).toContain('full was trained on 853 of 853 (100.0 %)');
      expect(finding?.message).toContain('other-half was trained on 400 of 853 (46.9 %)');
      expect(finding?.message).not.toContain('stranger');
      // Beside what is said of the attacked model itself.
      const [both, ...rest] = lint({ run: { ...run, summary: { ...SUMMARY, trainedOn: 450 } }, uses });
      expect(rest).toEqual([]);
      expect(both).toMatchObject({ code: 'trained-on-records', severity: 'error' });
      expect(both?.message).toMatch(/450 of 853.*full was trained on 853/);
      expect(lint({ uses: { ...NO_USES, judges: [{ model: 'stranger', trainedOn: 0 }] } })).toEqual([]);
    });

    it('finds denominators with records that were wrong before', () => {
      expect(lint({}, { asr: 439 / 853 })).toMatchObject([{ code: 'wrong-before-counted', severity: 'error' }]);
      expect(codes(lint({}, { attackable: 853, asr: 439 / 853 }))).toEqual(['wrong-before-counted']);
      const [inStudies] = lint({ uses: { ...NO_USES, wrongInStudies: 7 } });
      expect(inStudies).toMatchObject({ code: 'wrong-before-counted', severity: 'warning' });
      expect(inStudies?.message).toContain('7 trials');
      const [inTable] = lint({ uses: { ...NO_USES, tables: 1 } });
      expect(inTable?.message).toContain('108 of them');
    });

    it('finds perturbed padding', () => {
      expect(lint({}, { perturbedPadding: 2 })).toMatchObject([{ code: 'padding-perturbed', severity: 'error' }]);
      expect(lint({}, {}, options({ method: 'sap', padding: 'han2020' }))).toMatchObject([
        { code: 'padding-perturbed', severity: 'note' },
      ]);
    });

    it('finds that there are too few records', () => {
      expect(lint({}, { asrInterval: [0.3, 0.8] })).toMatchObject([{ code: 'few-records', severity: 'note' }]);
      expect(codes(lint({}, { attackable: 0, fooled: 0, asr: null, asrInterval: null }))).toEqual(['few-records']);
    });

    it('puts the gravest first', () => {
      const findings = lint({}, { asrInterval: [0.3, 0.8], zeroGradient: 3, trainedOn: 5 });
      expect(findings.map(({ severity }) => severity)).toEqual(['error', 'warning', 'note']);
    });
  });
});
