import type { z } from 'zod';
import { AppError } from '../../src-shared/errors/app-error.ts';

/**
 * What is kept in the workspace, in the shape that this version shows. Throws AppError 'damaged' that names the fields that
 * differ where another version stored it in another form. `what`: 'analysis'.
 */
export function storedResult<T>(schema: z.ZodType<T>, result: unknown, { what, id }: { what: string; id: string }): T {
  const read = schema.safeParse(result);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.'));
  throw new AppError(
    'damaged',
    `The result of this ${what} was stored by another version of Equipoise in a form that this one cannot show (${fields.join(', ')}): repeat the ${what}.`,
    { id, fields },
  );
}
