import { describe, expect, it } from 'vitest';
import { epsilonCurveFigure } from '../../../src-figures/index.ts';
import { convergenceSentences } from '../../../src-shared/analyses/effort-text.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { withMoreEffort } from '../../../src-shared/attacks/more-effort.ts';
import { EPSILON_CURVE, share } from '../figures/sample-figures.ts';

describe('an attack with more effort', () => {
  const of = (input: object) => withMoreEffort(attackOptionsSchema.parse(input));

  it('takes twice the steps of every phase, and more random starts, where it has those', () => {
    expect(of({ method: 'sap', pgdSteps: 3, sapSteps: 4 })).toMatchObject([
      { what: 'steps', options: { pgdSteps: 6, sapSteps: 8, randomStart: false, restarts: 1, seed: 1 } },
      { what: 'starts', options: { pgdSteps: 3, sapSteps: 4, randomStart: true, restarts: 5 } },
    ]);
    expect(of({ method: 'apgd', apgdSteps: 6000, randomStart: true, restarts: 4 })).toMatchObject([
      { what: 'steps', options: { apgdSteps: 10_000, restarts: 4 } },
      { what: 'starts', options: { restarts: 8 } },
    ]);
    expect(of({ method: 'fab' }).map(({ what }) => what)).toEqual(['steps']);
    expect(of({ method: 'fgsm' })).toEqual([]);
  });

  it('is told in sentences and drawn beside the curve', () => {
    const at10 = { epsilonUnits: 10, epsilonUv: 10, evaluations: { own: 20, more: 40 } };
    const curve = {
      ...EPSILON_CURVE,
      effort: [
        { ...at10, what: 'steps' as const, fooled: share(80, 90), gained: 1, lost: 1, p: 1 },
        { ...at10, what: 'starts' as const, fooled: share(88, 90), gained: 9, lost: 1, p: 0.021 },
      ],
    };
    expect(convergenceSentences(curve)).toEqual([
      'At 150 µV it fools 88 of 90 (97.8 %).',
      'Twice the steps at 10 µV (40 instead of 20 evaluations): 80 of 90 (88.9 %) fooled, 1 gained and 1 lost (p = 1.000), no more than chance explains.',
      'More random starts at 10 µV (40 instead of 20 evaluations): 88 of 90 (97.8 %) fooled, 9 gained and 1 lost (p = 0.021), so that the attack has not converged.',
    ]);
    const [plain, drawn] = [epsilonCurveFigure(EPSILON_CURVE), epsilonCurveFigure(curve)];
    for (const name of ['Twice the steps', 'More random starts']) {
      expect(drawn).toContain(name);
      expect(plain).not.toContain(name);
    }
  });
});
