/**
 * CSS defines 96 px per inch; what a real screen shows per millimetre is known only after calibrating it.
 * @internal Exported for its tests.
 */
export const DEFAULT_PX_PER_MM = 96 / 25.4;

/**
 * Where a calibrated value (CSS px per millimetre of this screen) is kept.
 * @internal Exported for its tests.
 */
export const PX_PER_MM_KEY = 'equipoise.px-per-mm';

/** CSS px per millimetre on this screen: the calibrated value if there is a sensible one, else 96 dpi. */
export function currentPxPerMm(storage: Pick<Storage, 'getItem'> | undefined = globalThis.localStorage): number {
  const stored = Number(storage?.getItem(PX_PER_MM_KEY) ?? Number.NaN);
  return stored >= 1 && stored <= 40 ? stored : DEFAULT_PX_PER_MM;
}
