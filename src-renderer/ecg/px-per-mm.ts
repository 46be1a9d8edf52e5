import { z } from 'zod';
import { CALIBRATION_TOOLS } from '../../src-shared/study/display-facts.ts';
import { CSS_PX_PER_MM } from '../../src-shared/visibility.ts';

/** Beyond these a length was mistyped or dragged astray, CSS px per millimetre: between a wall and a watch. */
export const LEAST_PX_PER_MM = 1;
export const MOST_PX_PER_MM = 40;

/**
 * Where the calibrations of all displays are kept.
 * @internal Exported for its tests.
 */
export const PX_PER_MM_KEY = 'equipoise.px-per-mm';

const calibrationSchema = z.object({
  pxPerMm: z.number().min(LEAST_PX_PER_MM).max(MOST_PX_PER_MM),
  at: z.iso.datetime(),
  by: z.enum(CALIBRATION_TOOLS),
});
/** What a person measured on one display. */
export type Calibration = z.infer<typeof calibrationSchema>;

const storedSchema = z.record(z.string(), calibrationSchema);
type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** What a browser that stores nothing could not keep: it holds for this page. */
let unkept: Record<string, Calibration> = {};

/**
 * What tells one display from another, as far as a page can know: its size, where it lies beside others, and the device
 * pixels to a CSS pixel, which change with the system's scaling and with the zoom.
 */
export function displayFingerprint(): string {
  // Browsers know where a screen begins, TypeScript's library does not.
  const at: Screen & { availLeft?: number; availTop?: number } = screen;
  const { width, height, availLeft = 0, availTop = 0 } = at;
  return `${width}x${height}+${availLeft}+${availTop}@${window.devicePixelRatio}`;
}

function readAll(storage: Pick<Store, 'getItem'> | undefined): Record<string, Calibration> {
  try {
    return storedSchema.parse(JSON.parse(storage?.getItem(PX_PER_MM_KEY) ?? '{}'));
  } catch {
    // A browser that keeps nothing, or what another program left there: the display counts as not measured.
    return {};
  }
}

/** What was measured on the display with this fingerprint, or null. */
export function findCalibration(
  fingerprint: string,
  storage: Pick<Store, 'getItem'> | undefined = globalThis.localStorage,
): Calibration | null {
  return readAll(storage)[fingerprint] ?? unkept[fingerprint] ?? null;
}

/** Keeps what was measured; other displays keep theirs. */
export function keepCalibration(
  fingerprint: string,
  calibration: Calibration,
  storage: Store | undefined = globalThis.localStorage,
): void {
  try {
    storage?.setItem(PX_PER_MM_KEY, JSON.stringify({ ...readAll(storage), [fingerprint]: calibration }));
  } catch {
    unkept = { ...unkept, [fingerprint]: calibration };
  }
}

/** CSS px per millimetre on this display: as measured if it was, else 96 dpi. */
export function currentPxPerMm(): number {
  return findCalibration(displayFingerprint())?.pxPerMm ?? CSS_PX_PER_MM;
}
