import { z } from 'zod';

/** Where something is in a list, and what comes before and after it there; null at the ends. */
export const neighboursOf = <Id extends z.ZodType>(id: Id) =>
  z.object({
    /** From 0. */
    position: z.int(),
    total: z.int(),
    previous: id.nullable(),
    next: id.nullable(),
  });

export type Neighbours<Id = number> = Pick<z.infer<ReturnType<typeof neighboursOf>>, 'position' | 'total'> & {
  previous: Id | null;
  next: Id | null;
};
