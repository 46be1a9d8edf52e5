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
  /** The loss that its equations increase, if that is not an option. */
  loss?: AttackLoss | 'difference';
  /** Whether, away from the label, it aims at every other class in turn, the likeliest first. */
  aimsAtEach?(options: Options): boolean;
  /** Its options, besides those that every attack has; each registered in `optionMeta`. */
  options: Shape;
  /** The steps of each of its phases, from one start; the maximum, if a record may finish earlier. */
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
  /** Everything that determines what it does, apart from the model and the records: what provenance stores. */
  schema: Schema<Method, Shape>;
}

/**
 * Everything about an attack except its equations: src-shared/attacks/index.ts lists all attacks, and the equations are
 * `attack` in src-main/attacks/methods/<method>.ts.
 */
export function defineAttack<const Method extends string, Shape extends z.ZodRawShape>({
  options,
  ...definition
}: Definition<Method, z.output<Schema<Method, Shape>>, Shape>): AttackDescriptor<Method, Shape> {
  return { ...definition, schema: z.strictObject({ method: z.literal(definition.method), ...COMMON, ...options }) };
}
