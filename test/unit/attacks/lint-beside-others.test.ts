import { describe, expect, it } from 'vitest';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isComparable } from '../../../src-main/attacks/lint/lint-comparisons.ts';
import { options, SAP, PGD, FGSM, SOUND, SUMMARY, curve, other, lint, codes } from './linted-runs.ts';

describe('the evaluation linter beside other runs', () => {
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
    const more = { ...curve([10, 439], [100, 745]), more: ['Twice the steps fool 500.'] };
    expect(lint({ curves: [more] })).toMatchObject([
      { code: 'more-steps-fool-more', severity: 'warning', message: 'Twice the steps fool 500.' },
    ]);
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
    expect(codes(lint({ transfers: [], comparisons: [{ ...other(worst('all'), 300), fooled: 100 }] }, robust))).toEqual(
      ['worst-case-missing'],
    );
    expect(lint({ transfers: [], comparisons: [{ ...other(worst('smooth'), 300), fooled: 100 }] }, robust)).toEqual([]);
    // On a part of the records only, and at another budget.
    const part = { ...other(worst('smooth'), 30), fooled: 10, shared: 50 };
    expect(codes(lint({ transfers: [], comparisons: [part] }, robust))).toEqual(['worst-case-missing']);
    const budget = options({ method: 'autoattack', subspace: 'smooth', epsilonUnits: 20 });
    expect(isComparable(SAP, budget)).toBe(false);
    expect(lint({ transfers: [] }, robust, worst('all'))).toEqual([]);
    // AutoAttack follows gradients: of a model without one something else is asked.
    const withoutGradient = { ...SOUND.run, summary: { ...SUMMARY, ...robust }, hasGradient: false };
    const [asked] = lint({ transfers: [], comparisons: [], run: withoutGradient });
    expect(asked?.cure).toMatch(/no gradient.*--method square.*--epsilon 10/);
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
