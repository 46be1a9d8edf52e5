import { z } from 'zod';
import { PAPER_THEMES } from './display-facts.ts';

/** A year: a longer time before a display is measured again is none. */
const MOST_HOURS = 8760;

const calibrationSchema = z.strictObject({
  /** Readers measure their display before the first trial; without it paper is drawn at 96 pixels per inch. */
  required: z.boolean().default(false),
  /** After this time they are asked again; null: only when the display changes. */
  repeatAfterHours: z.number().positive().max(MOST_HOURS).nullable().default(null),
});
export type CalibrationRule = z.infer<typeof calibrationSchema>;

/** How the tracings lie: one above the other, beside one another, or each in rows of ten seconds. */
const LAYOUTS = ['stacked', 'side-by-side', 'rows'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Colours of the paper: those of the window (the system's choice), the protocol's, or the reader's, which is recorded. */
const THEME_RULES = ['as-window', ...PAPER_THEMES, 'open'] as const;

const readerMaySchema = z.strictObject({
  /** 25 or 50 mm/s. */
  speed: z.boolean().default(false),
  /** 5, 10 or 20 mm/mV. */
  gain: z.boolean().default(false),
  /** 40 or 80 mm/mV too, which no paper has. */
  amplitudeZoom: z.boolean().default(false),
  /** The band of a monitor, 0.5 to 40 Hz. */
  filter: z.boolean().default(false),
});

/** How a study's tracings stand on the screen; every default means what versions without this object did. */
export const displaySchema = z.strictObject({
  layout: z.enum(LAYOUTS).default('stacked'),
  theme: z.enum(THEME_RULES).default('as-window'),
  /** Readers may measure intervals and amplitudes. */
  calipers: z.boolean().default(false),
  readerMay: readerMaySchema.prefault({}),
  calibration: calibrationSchema.prefault({}),
});
