import { z } from 'zod';
import { counted } from '../format/counted.ts';

/** Records of a split that a model cannot classify, at another sampling rate or gain, and so have no part in its numbers. */
export const leftOutSchema = z.array(z.object({ record: z.string(), samplingHz: z.number(), unitsPerMv: z.number() }));
export type LeftOut = z.infer<typeof leftOutSchema>;

/** Named in the text; the others are counted. */
const NAMED = 3;

/** 'Left out: A00003 (250 Hz, 1000 units per mV) and 2 more, which the model was not made for'; undefined if there are none. */
export function leftOutText(leftOut: LeftOut | undefined): string | undefined {
  if (leftOut === undefined || leftOut.length === 0) return undefined;
  const names = leftOut
    .slice(0, NAMED)
    .map(({ record, samplingHz, unitsPerMv }) => `${record} (${samplingHz} Hz, ${unitsPerMv} units per mV)`);
  const more = leftOut.length - names.length;
  return `Left out: ${names.join(', ')}${more > 0 ? ` and ${counted(more, 'more', 'more')}` : ''}, which the model was not made for`;
}
