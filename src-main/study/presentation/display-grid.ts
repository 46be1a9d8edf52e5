import { CSS_PX_PER_MM } from '../../../src-shared/visibility.ts';

/**
 * Steps of the grid to a CSS pixel. With 1.25, dither and rounding together move 199 positions in 200 by less than a
 * pixel and none by more than 1.2; docs/measurements.md says what a program can still tell.
 */
const STEPS_PER_PX = 1.25;

/** How far a whole tracing is shifted at most, up or down: half a CSS pixel, in steps. */
export const MOST_SHIFT_STEPS = STEPS_PER_PX / 2;

/** By which share a whole tracing is drawn larger or smaller at most: 0.4 CSS px for 1 mV at 10 mm/mV. */
export const MOST_STRETCH = 0.01;

/** Steps of the display's grid to a millivolt at this gain: 47.2 (21.2 µV each) at 10 mm/mV. */
export function stepsPerMv(gainMmPerMv: number): number {
  return gainMmPerMv * CSS_PX_PER_MM * STEPS_PER_PX;
}
