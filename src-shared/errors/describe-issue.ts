import { z } from 'zod';
import { counted } from '../format/counted.ts';
import { excerpt } from '../format/excerpt.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * One thing that is wrong with a document, as a sentence with the path, the value found there and the cure:
 * `tasks[0].arms[1].pairs is 0: it must be at least 1.` `kind`: what the document is, 'protocol'.
 */
export function describeIssue(issue: Issue, document: unknown, schema: z.ZodType, kind: string): string {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const where = pathText(path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => pathText([...path, key])).join(', ');
    const known = fieldsAt(z.toJSONSchema(schema, { io: 'input' }), path, document);
    return `${unknown} is not a field of a ${kind}: remove it, or use one of ${known.join(', ')}.`;
  }
  const value = valueAt(document, path);
  if (value === undefined) return `${where} is missing: it ${requirement(issue)}.`;
  return `${where} is ${shown(value)}: it ${requirement(issue)}.`;
}

function requirement(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_WORDS[issue.expected] ?? `of type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${alternatives(issue.values)}`;
    case 'invalid_union':
      return `must be ${alternatives(('options' in issue && issue.options) || issue.errors.flat().flatMap(allowedValues))}`;
    case 'too_small':
      return limit(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin);
    case 'too_big':
      return limit(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin);
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Record<string, string> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  null: 'null',
};

function allowedValues(issue: Issue): unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_type' && issue.expected === 'null' ? [null] : [];
}

function alternatives(values: readonly unknown[]): string {
  return [...new Set(values)].map((value) => shown(value)).join(' or ');
}

function limit(comparison: string, bound: number | bigint, origin: string): string {
  if (origin === 'string') return `must have ${comparison} ${counted(Number(bound), 'character')}`;
  if (origin === 'array') return `must have ${comparison} ${counted(Number(bound), 'entry', 'entries')}`;
  return `must be ${comparison} ${bound}`;
}

function pathText(path: readonly (string | number)[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? 'The document' : text.replace(/^\./, '');
}

function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | undefined)?.[part],
    document,
  );
}

function shown(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? String(value));
}

function fieldsAt(schema: JsonSchema, path: readonly (string | number)[], document: unknown): string[] {
  let node = schema;
  path.forEach((part, depth) => {
    const { properties, items } = node;
    const below = typeof part === 'number' ? items : properties?.[part];
    node = chosenOf(isSchema(below) ? below : {}, valueAt(document, path.slice(0, depth + 1)));
  });
  return Object.keys(node.properties ?? {});
}

function isSchema(schema: JsonSchema['items']): schema is JsonSchema {
  return typeof schema === 'object' && !Array.isArray(schema);
}

/** Of schemas that a constant tells apart, as the method does attacks, the one whose constants the value has. */
function chosenOf(schema: JsonSchema, value: unknown): JsonSchema {
  const fits = ({ properties = {} }: JsonSchema): boolean =>
    Object.entries(properties).every(
      ([name, field]) =>
        typeof field !== 'object' || field.const === undefined || valueAt(value, [name]) === field.const,
    );
  return schema.oneOf?.find((one) => typeof one === 'object' && fits(one)) ?? schema;
}
