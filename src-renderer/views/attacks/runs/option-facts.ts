import { ATTACK_FIELDS } from '../../../../src-shared/attacks/attack-fields.ts';
import { METHOD_DESCRIPTIONS, type AttackOptionName } from '../../../../src-shared/attacks/attack-methods.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/attack-options.ts';
import { goalName } from '../../../format/words.ts';
import { budget } from '../examples/gains.ts';

/** Every option of the method with its name, in µV where it is a size. `omit`: options that something else decided. */
export function optionFacts(
  options: AttackOptions,
  unitsPerMv: number | undefined,
  omit: readonly AttackOptionName[] = [],
): { name: string; value: string; title: string }[] {
  return METHOD_DESCRIPTIONS[options.method].uses
    .filter((name) => !omit.includes(name))
    .map((name) => ({
      name: ATTACK_FIELDS[name].name,
      value: valueOf(options, name, unitsPerMv),
      title: ATTACK_FIELDS[name].sentence,
    }));
}

function valueOf(options: AttackOptions, name: AttackOptionName, unitsPerMv: number | undefined): string {
  if (name === 'target') return goalName(options.target ?? 'untargeted');
  const value = options[name];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return ATTACK_FIELDS[name].inUnits ? budget(Number(value), unitsPerMv) : String(value);
}
