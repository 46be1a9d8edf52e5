import { CINC_2017_CLASSES, type ClassList } from '../../../src-shared/class-list.ts';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addAttackFlags, attackOptionsOf } from '../../../src-main/hosts/cli/input/attack-flags.ts';
import { attackOptionsSchema, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { ATTACK_PRESETS } from '../../../src-shared/attacks/presets.ts';

function asked(...flags: string[]): AttackOptions {
  return askedOf(CINC_2017_CLASSES, ...flags);
}

function askedOf(classes: ClassList, ...flags: string[]): AttackOptions {
  const command = addAttackFlags(new Command('attack').exitOverride().configureOutput({ writeErr: () => undefined }));
  command.parse(flags, { from: 'user' });
  return attackOptionsOf(command, classes);
}

describe('the flags of an attack', () => {
  it('are SAP at its defaults when there are none', () => {
    expect(asked()).toEqual(attackOptionsSchema.parse({ method: 'sap' }));
  });

  it('say everything that an attack has', () => {
    const text =
      '--method pgd --epsilon 20 --alpha 2 --pgd-steps 7 --loss dlr --random-start --restarts 3 --seed 9 --target A --padding han2020';
    expect(asked(...text.split(' '))).toEqual(
      attackOptionsSchema.parse({
        method: 'pgd',
        epsilonUnits: 20,
        alphaUnits: 2,
        pgdSteps: 7,
        loss: 'dlr',
        randomStart: true,
        restarts: 3,
        seed: 9,
        target: 1,
        padding: 'han2020',
      }),
    );
  });

  it.each(ATTACK_PRESETS.map((preset) => [preset.name, preset] as const))('know the preset %s', (name, preset) => {
    expect(asked('--preset', name)).toEqual(preset.options);
  });

  it('change a preset by what is given beside it, and by nothing else', () => {
    const [sap] = ATTACK_PRESETS.filter(({ name }) => name === 'han2020-sap');
    expect(asked('--preset', 'han2020-sap', '--epsilon', '20', '--target', 'none')).toEqual({
      ...sap?.options,
      epsilonUnits: 20,
      target: null,
    });
  });

  it('name the paper’s protocol, but not beside a target', () => {
    expect(asked('--protocol', 'han2020').target).toBe('han2020');
    expect(() => asked('--protocol', 'han2020', '--target', 'N')).toThrow(/cannot be used with/);
  });

  it('name the target by code or name among the classes of the model', () => {
    const classes = ['MI', 'NORM', 'STTC', 'CD', 'HYP'].map((code) => ({ code, name: `${code} in words` }));
    expect(askedOf(classes, '--target', 'hyp').target).toBe(4);
    expect(askedOf(classes, '--target', 'norm in words').target).toBe(1);
    expect(() => askedOf(classes, '--target', 'A')).toThrow(
      "--target A: it must be none, or one of the model's classes: MI (MI in words)",
    );
  });

  it('start several restarts at random without being told', () => {
    expect(asked('--method', 'pgd', '--restarts', '4')).toMatchObject({ restarts: 4, randomStart: true });
  });
});
