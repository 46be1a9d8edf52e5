import { z } from 'zod';

/** A confidence interval, 95 % where nothing else is said; both ends are in it. */
export type Interval = [low: number, high: number];

export const intervalSchema: z.ZodType<Interval, Interval> = z.tuple([z.number(), z.number()]);
