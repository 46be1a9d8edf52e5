import { z } from 'zod';
import { apgd } from './apgd.ts';
import { autoattack } from './autoattack.ts';
import { ecgadv } from './ecgadv.ts';
import { fab } from './fab.ts';
import { fgsm } from './fgsm.ts';
import { hopskipjump } from './hopskipjump.ts';
import { pgd } from './pgd.ts';
import { rays } from './rays.ts';
import { sap } from './sap.ts';
import { smoothedPgd } from './smoothed-pgd.ts';
import { spsa } from './spsa.ts';
import { square } from './square.ts';
import { universal } from './universal.ts';

/** Every attack, in the order in which they are offered. */
export const ATTACKS = [
  ...[fgsm, pgd, smoothedPgd, sap, spsa, ecgadv, apgd, fab, square, autoattack],
  ...[rays, hopskipjump, universal],
] as const;

type Attack = (typeof ATTACKS)[number];
export type AttackMethod = Attack['method'];
export const ATTACK_METHODS: readonly AttackMethod[] = ATTACKS.map(({ method }) => method);

/** Used if none is named. */
export const DEFAULT_METHOD: AttackMethod = sap.method;

const [first, ...others] = ATTACKS;
const anyAttack = z
  .discriminatedUnion('method', [first.schema, ...others.map(({ schema }) => schema)])
  .refine((options) => !('restarts' in options) || options.restarts === 1 || options.randomStart, {
    path: ['restarts'],
    error: 'must be 1 without a random start, since all would be the same: set randomStart to true',
  });

/**
 * An attack: its method and the options of that method. Missing options have their defaults, since some stored runs are
 * older than some options. Options of other methods are dropped: every run used to be stored with all options of all
 * methods.
 */
export const attackOptionsSchema = z.preprocess((input: z.input<typeof anyAttack>) => ownOptions(input), anyAttack);

export type AttackOptions = z.output<typeof attackOptionsSchema>;
export type AttackOptionsInput = z.input<typeof attackOptionsSchema>;
export type OptionsOf<M extends AttackMethod> = Extract<AttackOptions, { method: M }>;

/** What all attacks have in common, for code that does not know which one it has. */
export interface AnyAttack extends Pick<Attack, 'method' | 'name' | 'sentence' | 'paper' | 'traits' | 'loss'> {
  schema: z.ZodObject;
  /** Of this attack's own options. */
  steps(options: AttackOptions): readonly number[];
  evaluationsPerStep?(options: AttackOptions): number;
  aimsAtEach?(options: AttackOptions): boolean;
}

const BY_METHOD = new Map<string, AnyAttack>(ATTACKS.map((attack) => [attack.method, attack]));
const OPTION_NAMES = new Set(ATTACKS.flatMap(({ schema }) => Object.keys(schema.shape)));

export function attackOf(method: AttackMethod): AnyAttack {
  return BY_METHOD.get(method)!;
}

function ownOptions(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('method' in input)) return input;
  const attack = BY_METHOD.get(String(input.method));
  if (attack === undefined) return input;
  const isForeign = (name: string): boolean => OPTION_NAMES.has(name) && !Object.hasOwn(attack.schema.shape, name);
  return Object.fromEntries(Object.entries(input).filter(([name]) => !isForeign(name)));
}
