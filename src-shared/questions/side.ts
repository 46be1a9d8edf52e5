/** The side of a tracing in its pair: 1 is the upper one, 2 the lower one. */
export const SIDES = [1, 2] as const;
export type Side = (typeof SIDES)[number];
