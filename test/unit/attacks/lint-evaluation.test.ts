import { describe, expect, it } from 'vitest';
import { lintEvaluation } from '../../../src-main/attacks/lint/lint-evaluation.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import { options, SUMMARY, SOUND, NO_USES, lint, codes } from './linted-runs.ts';

describe('the evaluation linter', () => {
  it('says nothing of a sound run among sound runs', () => {
    expect(lintEvaluation(SOUND)).toEqual([]);
  });

  it('can read a run from before there was a control', () => {
    const { noiseControl, perturbedPadding, trainedOn, queriesPerRecord, ...old } = SUMMARY;
    expect([noiseControl, perturbedPadding, trainedOn, queriesPerRecord]).not.toContain(undefined);
    expect(lintEvaluation({ ...SOUND, run: { ...SOUND.run, summary: old } })).toEqual([]);
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
