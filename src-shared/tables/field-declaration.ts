import { z } from 'zod';

/** What a column of an exported table holds; the row's type and the data dictionary are both derived from it. */
export interface FieldDeclaration {
  /** Name of the column, snake_case. */
  name: string;
  /** `timestamp` is text: ISO 8601 in UTC with milliseconds. */
  type: 'text' | 'integer' | 'number' | 'timestamp';
  unit?: string;
  /** True if the value may be missing: null in JSON, empty in CSV. */
  nullable?: true;
  /** Every value that occurs, if they are few. */
  values?: readonly (string | number)[];
  description: string;
}

/** The type of a row with the declared fields. */
export type RowOf<Fields extends readonly FieldDeclaration[]> = {
  [Field in Fields[number] as Field['name']]: ValueOf<Field> | (Field extends { nullable: true } ? null : never);
};

/** The type of a declared field when it is not missing. */
export type ValueOf<Field extends FieldDeclaration> = Field extends { values: readonly (infer Value)[] }
  ? Value
  : Field['type'] extends 'integer' | 'number'
    ? number
    : string;

/** Parses a row with the declared fields, and drops all others. */
export function rowSchemaOf<const Fields extends readonly FieldDeclaration[]>(
  fields: Fields,
): z.ZodType<RowOf<Fields>> {
  const shape = Object.fromEntries(fields.map((field) => [field.name, cellSchemaOf(field)]));
  // The shape is built from the same declarations that the type is derived from.
  return z.object(shape) as z.ZodType<unknown> as z.ZodType<RowOf<Fields>>;
}

function cellSchemaOf({ type, values, nullable }: FieldDeclaration): z.ZodType {
  const plain = values ? z.literal([...values]) : PLAIN[type];
  return nullable ? plain.nullable() : plain;
}

const PLAIN = { text: z.string(), timestamp: z.string(), integer: z.int(), number: z.number() };
