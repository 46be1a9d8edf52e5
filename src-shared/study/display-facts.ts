import { z } from 'zod';

/** What a display was measured with: a bank card (ISO/IEC 7810 ID-1) or a ruler. */
export const CALIBRATION_TOOLS = ['card', 'ruler'] as const;
export type CalibrationTool = (typeof CALIBRATION_TOOLS)[number];

export const PAPER_THEMES = ['light', 'dark', 'colour-blind-safe'] as const;
export type PaperTheme = (typeof PAPER_THEMES)[number];

/** The display on which a trial was answered, as its window knows it. */
export const displayFactsSchema = z.strictObject({
  devicePixelRatio: z.number().positive(),
  /** CSS pixels to a millimetre of paper. */
  pxPerMm: z.number().positive(),
  viewportWidthPx: z.int().positive(),
  viewportHeightPx: z.int().positive(),
  screenWidthPx: z.int().positive(),
  screenHeightPx: z.int().positive(),
  /** When, and with what, the display was measured; null: never, so that a millimetre is only assumed. */
  calibratedAt: z.iso.datetime().nullable(),
  calibratedBy: z.enum(CALIBRATION_TOOLS).nullable(),
  paperTheme: z.enum(PAPER_THEMES),
});
export type DisplayFacts = z.infer<typeof displayFactsSchema>;
