import { z } from 'zod';

export interface NumberLimits {
  min?: number;
  max?: number;
  /** 1 for whole numbers. */
  step: number | 'any';
}

/** For every field of a schema that is one number: the limits that the schema sets, as a form shows them. */
export function numberLimits(schema: z.ZodType): ReadonlyMap<string, NumberLimits> {
  const properties = z.toJSONSchema(schema, { io: 'input' }).properties ?? {};
  return new Map(
    Object.entries(properties).flatMap(([key, property]): [string, NumberLimits][] => {
      if (typeof property !== 'object' || (property.type !== 'number' && property.type !== 'integer')) return [];
      const { minimum, maximum, type } = property;
      return [
        [
          key,
          {
            ...(minimum === undefined ? {} : { min: minimum }),
            ...(maximum === undefined ? {} : { max: maximum }),
            step: type === 'integer' ? 1 : 'any',
          },
        ],
      ];
    }),
  );
}
