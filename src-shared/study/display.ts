import { z } from 'zod';

/** A year: a longer time before a display is measured again is none. */
const MOST_HOURS = 8760;

const calibrationSchema = z.strictObject({
  /** Readers measure their display before the first trial; without it paper is drawn at 96 pixels per inch. */
  required: z.boolean().default(false),
  /** After this time they are asked again; null: only when the display changes. */
  repeatAfterHours: z.number().positive().max(MOST_HOURS).nullable().default(null),
});
export type CalibrationRule = z.infer<typeof calibrationSchema>;

/** How a study's tracings stand on the screen; every default means what versions without this object did. */
export const displaySchema = z.strictObject({
  calibration: calibrationSchema.prefault({}),
});
