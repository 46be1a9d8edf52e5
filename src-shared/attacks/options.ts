import type { ClassIndex } from '../ecg.ts';
import { kernels, norm, type AttackLoss, type AttackNorm, type AttackTarget, type KernelSet } from './fields.ts';
import { attackOf, ATTACKS, type AttackMethod, type AttackOptions } from './index.ts';
import type { AttackTraits } from './traits.ts';

type NameOf<Options> = Options extends unknown ? Exclude<keyof Options, 'method'> : never;
/** An option of any attack. */
export type AttackOptionName = NameOf<AttackOptions>;
/** The type of each option of any attack. */
export type OptionValues = { [N in AttackOptionName]: Extract<AttackOptions, Record<N, unknown>>[N] };

const NAMES = new Map(
  ATTACKS.map(({ method, schema }) => [method, Object.keys(schema.shape).filter((name) => name !== 'method')]),
);

/** The options of a method, in their order. */
export function optionNames(method: AttackMethod): readonly AttackOptionName[] {
  return NAMES.get(method) as AttackOptionName[];
}

/** Whether an option changes anything in this method. */
export function hasOption(method: AttackMethod, name: AttackOptionName): boolean {
  return optionNames(method).includes(name);
}

/** An option that not every method has; undefined if this one does not. */
export function optionOf<N extends AttackOptionName>(options: AttackOptions, name: N): OptionValues[N] | undefined {
  const values: Partial<OptionValues> = options;
  return values[name];
}

/** The same attack with these changes, except those of options that it does not have. */
export function withOptions<O extends AttackOptions>(options: O, changes: Partial<OptionValues>): O {
  const own = Object.entries(changes).filter(([name]) => Object.hasOwn(options, name));
  return { ...options, ...Object.fromEntries(own) };
}

/** The same attack at another budget, where it has one: α is a share of ε. */
export function atBudget<O extends AttackOptions>(options: O, epsilonUnits: number, alphaShare: number): O {
  return withOptions(options, { epsilonUnits, alphaUnits: alphaShare * epsilonUnits });
}

/** The options in which two attacks by one method differ. */
export function differences(a: AttackOptions, b: AttackOptions): AttackOptionName[] {
  return optionNames(a.method).filter((name) => optionOf(a, name) !== optionOf(b, name));
}

/** Whether two attacks are the same: the same method and the same options. */
export function sameAttack(a: AttackOptions, b: AttackOptions): boolean {
  return a.method === b.method && differences(a, b).length === 0;
}

/** The class that an attack leads a record with this label to; null: only away from the label. */
export function targetOf({ target }: { target: AttackTarget }, label: ClassIndex): ClassIndex | null {
  if (target !== 'han2020') return target;
  const [normal, af] = [0, 1] as const;
  return label === af ? normal : null;
}

/** The loss that the attack increases; `difference`: that of two logits, for FAB. */
export function lossOf(options: AttackOptions): AttackLoss | 'difference' {
  return attackOf(options.method).loss ?? optionOf(options, 'loss') ?? 'cross-entropy';
}

/** All steps from one start, those of every phase. */
export function totalSteps(options: AttackOptions): number {
  return attackOf(options.method)
    .steps(options)
    .reduce((sum, steps) => sum + steps, 0);
}

/** How often the gradient, or a black box's estimate of it, is computed for a record at most. */
export function evaluationsOf(options: AttackOptions): number {
  const perStep = attackOf(options.method).evaluationsPerStep?.(options) ?? 1;
  return totalSteps(options) * perStep * (optionOf(options, 'restarts') ?? 1);
}

/** What its ε bounds. */
export function normOf(options: AttackOptions): AttackNorm {
  return norm.parse(optionOf(options, 'norm'));
}

/** What is known of its method, and whether these options look among smooth perturbations only, or for what survives a device. */
export function traitsOf(options: AttackOptions): AttackTraits {
  const { traits } = attackOf(options.method);
  return {
    ...traits,
    ...(optionOf(options, 'subspace') === 'smooth' ? { smooth: 'searched' as const } : {}),
    ...(optionOf(options, 'survives') === 'device' ? { asksMore: true as const } : {}),
  };
}

/** The kernels that it smooths with; the default ones for an attack that does not smooth. */
export function kernelsOf(options: AttackOptions): KernelSet {
  return kernels.parse(optionOf(options, 'kernels'));
}
