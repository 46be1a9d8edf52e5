import { z } from 'zod';

/** A confidence interval, 95 % unless stated otherwise; it includes both ends. */
export type Interval = [low: number, high: number];

export const intervalSchema: z.ZodType<Interval, Interval> = z.tuple([z.number(), z.number()]);
