import { z } from 'zod';

export interface NumberLimits {
  min?: number;
  max?: number;
  /** An exclusive lower limit: only numbers above it are allowed. */
  above?: number;
  /** 1 for whole numbers. */
  step: number | 'any';
}

/** For every field of a schema that is one number: the limits that the schema sets, as a form shows them. */
export function numberLimits(schema: z.ZodObject): ReadonlyMap<string, NumberLimits> {
  return new Map(
    Object.entries(schema.shape).flatMap(([key, field]): [string, NumberLimits][] => {
      const limits = limitsOf(field);
      return limits === undefined ? [] : [[key, limits]];
    }),
  );
}

/** undefined if the field is not a single number. */
export function limitsOf(field: z.core.$ZodType): NumberLimits | undefined {
  const { type, minimum, maximum, exclusiveMinimum } = z.toJSONSchema(field, { io: 'input' });
  if (type !== 'number' && type !== 'integer') return undefined;
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
    ...(typeof exclusiveMinimum === 'number' ? { above: exclusiveMinimum } : {}),
    step: type === 'integer' ? 1 : 'any',
  };
}
