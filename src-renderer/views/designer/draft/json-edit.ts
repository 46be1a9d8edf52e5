import type { JsonPath } from '../../../../src-shared/json/locate-json.ts';

export type Fields = Readonly<{ [name: string]: unknown }>;

/** The fields of an object; none where there is something else. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** What stands there in a document of any form; undefined for nothing. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof part === 'number') return Array.isArray(value) ? (value as unknown[])[part] : undefined;
    const fields = fieldsOf(value);
    return Object.hasOwn(fields, part) ? fields[part] : undefined;
  }, json);
}

/**
 * The document with another value there; undefined takes it out, with the objects that are empty then, but for entries
 * of lists. What is of another form on the way makes room.
 */
export function withValue(json: unknown, path: JsonPath, value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (typeof part === 'number') {
    const list: unknown[] = Array.isArray(json) ? [...(json as unknown[])] : [];
    const entry = withValue(list[part], rest, value);
    if (entry === undefined && rest.length === 0) list.splice(part, 1);
    else list[part] = entry ?? {};
    return list;
  }
  const fields = fieldsOf(json);
  const { [part]: before, ...others } = fields;
  const after = withValue(before, rest, value);
  // In its old position, so that a text that somebody wrote keeps its order.
  if (after !== undefined) return { ...fields, [part]: after };
  return Object.keys(others).length === 0 ? undefined : others;
}
