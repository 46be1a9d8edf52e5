import { z } from 'zod';
import { COMMON, type AttackLoss } from './fields.ts';
import type { AttackTraits } from './traits.ts';

interface Definition<Method extends string, Options, Shape> {
  /** In commands, protocols and the database. */
  method: Method;
  /** For people. */
  name: string;
  /** What it does, in one sentence or two. */
  sentence: () => string;
  /** Who described it. */
  paper: string;
  traits: AttackTraits;
  /** What its equations climb, where that is no option. */
  loss?: AttackLoss;
  /** What decides what it does, beside what every attack has; each registered in `optionMeta`. */
  options: Shape;
  /** The steps of each of its phases, from one start; the most there can be, where a record may be done before. */
  steps(options: Options): readonly number[];
  /** Gradients, or a black box's estimates of them, that one step takes; 1 if left out. */
  evaluationsPerStep?(options: Options): number;
}

type Fields<Method extends string, Shape> = { method: z.ZodLiteral<Method> } & typeof COMMON & Shape;
type Schema<Method extends string, Shape extends z.ZodRawShape> = z.ZodObject<Fields<Method, Shape>, z.core.$strict>;

export interface AttackDescriptor<Method extends string, Shape extends z.ZodRawShape> extends Omit<
  Definition<Method, z.output<Schema<Method, Shape>>, Shape>,
  'options'
> {
  /** Everything that decides what it does, apart from the model and the records: what provenance stores. */
  schema: Schema<Method, Shape>;
}

/**
 * One attack as everything but its equations knows it: src-shared/attacks/index.ts lists them all, and the equations
 * are `attack` in src-main/attacks/methods/<method>.ts.
 */
export function defineAttack<const Method extends string, Shape extends z.ZodRawShape>({
  options,
  ...definition
}: Definition<Method, z.output<Schema<Method, Shape>>, Shape>): AttackDescriptor<Method, Shape> {
  return { ...definition, schema: z.strictObject({ method: z.literal(definition.method), ...COMMON, ...options }) };
}
