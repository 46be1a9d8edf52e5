/** Paper as a browser shows it without calibration, which is what readers see: 96 CSS pixels to the inch. */
const CSS_PX_PER_MM = 96 / 25.4;
/**
 * Steps of the grid to a CSS pixel. With 1.5, dither and rounding together move a position by less than one pixel, and
 * docs/measurements.md says what a program can still tell.
 */
const STEPS_PER_PX = 1.5;

/** How far a whole tracing is shifted at most, up or down: half a CSS pixel, in steps. */
export const MOST_SHIFT_STEPS = STEPS_PER_PX / 2;

/** By which share a whole tracing is drawn larger or smaller at most: a fifth of a CSS pixel for 1 mV at 10 mm/mV. */
export const MOST_STRETCH = 0.005;

/** Steps of the display's grid to a millivolt at this gain: 56.7 (17.6 µV each) at 10 mm/mV. */
export function stepsPerMv(gainMmPerMv: number): number {
  return gainMmPerMv * CSS_PX_PER_MM * STEPS_PER_PX;
}
