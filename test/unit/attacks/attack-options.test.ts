import { describe, expect, it } from 'vitest';
import { attackOptionsSchema, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';
import { countingFields } from '../../../src-shared/attacks/option-fields.ts';
import { optionOf, sameAttack, targetOf } from '../../../src-shared/attacks/options.ts';

const options = (input: AttackOptionsInput) => attackOptionsSchema.parse(input);

describe('the options of an attack', () => {
  it('count only as the others are: kernels where perturbations are smooth, restarts where starts are random', () => {
    const names = (input: AttackOptionsInput) => countingFields(input.method, options(input)).map(({ name }) => name);
    expect(names({ method: 'autoattack' })).not.toContain('kernels');
    expect(names({ method: 'autoattack', subspace: 'smooth' })).toContain('kernels');
    expect(names({ method: 'sap' })).toContain('kernels');
    expect(names({ method: 'pgd' })).not.toContain('restarts');
    expect(names({ method: 'pgd', randomStart: true })).toContain('restarts');
  });

  it('read those of a run from before there were losses, restarts and protocols', () => {
    const stored = {
      method: 'sap',
      epsilonUnits: 10,
      alphaUnits: 1,
      pgdSteps: 20,
      sapSteps: 40,
      kernels: 'cross25',
      padding: 'masked',
      target: 2,
    };
    expect(attackOptionsSchema.parse(stored)).toMatchObject({
      ...stored,
      loss: 'cross-entropy',
      randomStart: false,
      restarts: 1,
    });
  });

  it('refuse restarts that would all be the same', () => {
    const refused = attackOptionsSchema.safeParse({ method: 'pgd', restarts: 3 });
    expect(refused.error?.issues[0]?.path).toEqual(['restarts']);
    expect(refused.error?.issues[0]?.message).toMatch(/set randomStart to true/);
    expect(optionOf(options({ method: 'pgd', restarts: 3, randomStart: true }), 'restarts')).toBe(3);
  });

  it('lead each record where they say: away, to one class, or as in the paper only AF to Normal', () => {
    const targets = (target: AttackOptionsInput['target']) =>
      ([0, 1, 2, 3] as const).map((label) => targetOf(options({ method: 'pgd', target }), label));
    expect(targets(null)).toEqual([null, null, null, null]);
    expect(targets(3)).toEqual([3, 3, 3, 3]);
    expect(targets('han2020')).toEqual([null, 0, null, null]);
  });

  it('are the same attack where they differ in what the method does not use', () => {
    const fgsm = options({ method: 'fgsm' });
    expect(sameAttack(fgsm, attackOptionsSchema.parse({ method: 'fgsm', sapSteps: 7 }))).toBe(true);
    expect(sameAttack(fgsm, options({ method: 'fgsm', loss: 'margin' }))).toBe(false);
    // Its noise control is drawn anew.
    expect(sameAttack(fgsm, options({ method: 'fgsm', seed: 3 }))).toBe(false);
    expect(sameAttack(options({ method: 'sap' }), options({ method: 'sap', sapSteps: 7 }))).toBe(false);
    expect(sameAttack(fgsm, options({ method: 'pgd' }))).toBe(false);
  });
});
