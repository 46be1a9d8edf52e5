import type { CalibrationTool } from '../../../../src-shared/study/display-facts.ts';

/** What is held against the screen, mm: a card by ISO/IEC 7810 ID-1, or ten centimetres of a ruler. */
export const TOOL_MM: Record<CalibrationTool, { width: number; height: number }> = {
  card: { width: 85.6, height: 53.98 },
  ruler: { width: 100, height: 20 },
};

/** The finest step of a measurement, CSS px: one device pixel. */
export const stepPx = (devicePixelRatio: number): number => 1 / devicePixelRatio;

/** Marks along the ruler, mm from its left end. */
export const RULER_MARKS_MM: readonly number[] = Array.from({ length: 21 }, (_, index) => 5 * index);
