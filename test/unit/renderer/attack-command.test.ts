import { describe, expect, it } from 'vitest';
import { attackCommand } from '../../../src-renderer/views/attacks/forms/attack-command.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';

const choice = { dataset: { name: 'training2017' }, model: { name: 'compact' }, split: 'test' as const, limit: 50 };

describe('the command of the attack form', () => {
  it('names dataset and model, and no option that is at its default', () => {
    expect(attackCommand(choice, attackOptionsSchema.parse({ method: 'sap' }))).toBe(
      'attack --method sap --dataset training2017 --model compact --split test --limit 50',
    );
  });

  it('prints every other option that the method uses, so that it is the same attack', () => {
    const options = attackOptionsSchema.parse({
      method: 'smoothed-pgd',
      epsilonUnits: 20,
      alphaUnits: 0.5,
      pgdSteps: 7,
      sapSteps: 9,
      kernels: 'paired5',
      padding: 'han2020',
      target: 0,
    });
    expect(
      attackCommand({ ...choice, dataset: { name: 'my ECGs' }, split: 'validation', limit: undefined }, options),
    ).toBe(
      "attack --method smoothed-pgd --dataset 'my ECGs' --model compact --split validation --target N --epsilon 20 --padding han2020 --alpha 0.5 --pgd-steps 7 --kernels paired5",
    );
  });

  it('keeps the shell from reading the Noise class as the home folder', () => {
    const options = attackOptionsSchema.parse({ method: 'fgsm', target: 3 });
    expect(attackCommand(choice, options)).toMatch(/ --target '~'$/);
  });
});
