import type { z } from 'zod';
import { AppError } from './app-error.ts';
import { describeIssue } from './describe-issue.ts';

/** Where a JSON text comes from, and what helps if it is damaged. */
export interface JsonSource {
  /** 'model card' */
  kind: string;
  /** A path, or the row and the column of a table. */
  where: string;
  /** A sentence: 'Write it again.' */
  cure: string;
}

/** A JSON text, parsed by its schema. Throws AppError 'damaged' that names the source, the fields and the cure. */
export function parseJson<T>(text: string, schema: z.ZodType<T>, { kind, where, cure }: JsonSource): T {
  const damaged = (why: string, fields: string[], cause: unknown): AppError =>
    new AppError('damaged', `The ${kind} ${where} is damaged: ${why} ${cure}`, { where, fields }, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not JSON.', [], cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.map((issue) => describeIssue(issue, json, schema, kind));
  throw damaged(
    problems.join(' '),
    issues.map(({ path }) => path.join('.')),
    parsed.error,
  );
}
