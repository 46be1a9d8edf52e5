/** Geometry of ECG paper: numbers in, numbers out. A large square is 5 mm, a small one 1 mm. */

const LARGE_SQUARE_MM = 5;
/** Below this many device pixels per millimetre, small squares would be a grey blur: they are left out. */
const LEAST_SMALL_SQUARE_DEVICE_PX = 3;
/** The calibration pulse: 1 mV for 0.2 s. */
const PULSE_MV = 1;
const PULSE_S = 0.2;
const PULSE_LEAD_MM = 2;
/** From the pulse's fall to the tracing: one large square, so that the fall lies on a large line. */
const PULSE_TO_TRACING_MM = 5;
const GUTTER_MARGIN_MM = 1;
/** Room for the labels of a chart that has an axis instead of the pulse, CSS px. */
const LEAST_GUTTER_PX = 56;
/** If the paper is magnified so far that the pulse would need more, it is left out in favour of the tracing. */
const MOST_GUTTER_PX = 200;

export interface PaperScale {
  pxPerMm: number;
  paperSpeedMmPerS: number;
  gainMmPerMv: number;
}

export function pxPerSecond({ pxPerMm, paperSpeedMmPerS }: Omit<PaperScale, 'gainMmPerMv'>): number {
  return paperSpeedMmPerS * pxPerMm;
}

export function pxPerMv({ pxPerMm, gainMmPerMv }: Omit<PaperScale, 'paperSpeedMmPerS'>): number {
  return gainMmPerMv * pxPerMm;
}

/** A length or position rounded to whole device pixels, still in CSS px. */
export function snapToDevice(cssPx: number, pixelRatio: number): number {
  return Math.round(cssPx * pixelRatio) / pixelRatio;
}

/** Ratios with a finer period than this do not occur on screens; they come from zooming by odd steps. */
const LONGEST_PERIOD_PX = 20;

/**
 * The smallest number of whole CSS px that are whole device px too: 1 at 1 and 2, 2 at 1.5, 4 at 1.25. A canvas is
 * copied to the screen unscaled only if its size is a multiple of it. One device pixel where there is none.
 */
export function devicePeriodPx(pixelRatio: number): number {
  for (let px = 1; px <= LONGEST_PERIOD_PX; px++) {
    if (Math.abs(px * pixelRatio - Math.round(px * pixelRatio)) < 1e-6) return px;
  }
  return 1 / pixelRatio;
}

export interface GridLine {
  /** Middle of the line, device px: always on a half, so that a line one pixel wide fills exactly one pixel. */
  centrePx: number;
  large: boolean;
}

export interface GridLinesOptions {
  /** Device pixel of the large line that all others are counted from; a whole number, may lie outside. */
  originPx: number;
  /** First pixel inside and first pixel outside the paper, device px. */
  fromPx: number;
  toPx: number;
  /** Device px per millimetre. */
  mmPx: number;
}

/**
 * The lines of the paper along one axis. Each is rounded by its distance from the origin, so that scrolling by whole
 * pixels moves the pattern without changing it.
 */
export function gridLines({ originPx, fromPx, toPx, mmPx }: GridLinesOptions): GridLine[] {
  const everyMm = mmPx < LEAST_SMALL_SQUARE_DEVICE_PX ? LARGE_SQUARE_MM : 1;
  const stepPx = everyMm * mmPx;
  const lines: GridLine[] = [];
  for (let step = Math.floor((fromPx - originPx) / stepPx); ; step++) {
    const px = originPx + Math.round(step * stepPx);
    if (px >= toPx) return lines;
    if (px >= fromPx) lines.push({ centrePx: px + 0.5, large: (step * everyMm) % LARGE_SQUARE_MM === 0 });
  }
}

/** How many millivolts a paper of this height shows: follows from the gain alone, whatever the tracing does. */
export function visibleMv(heightPx: number, scale: Omit<PaperScale, 'paperSpeedMmPerS'>): number {
  return heightPx / pxPerMv(scale);
}

/** The range of that height around a middle, mV. Equal for all tracings that share height and middle. */
export function visibleRangeMv(
  heightPx: number,
  scale: Omit<PaperScale, 'paperSpeedMmPerS'>,
  middleMv: number,
): [number, number] {
  const half = visibleMv(heightPx, scale) / 2;
  return [middleMv - half, middleMv + half];
}

/** Median of all samples of all tracings, mV: the common baseline that a pair is centred on. 0 without samples. */
export function commonBaselineMv(tracings: readonly ArrayLike<number>[], unitsPerMv: number): number {
  const length = tracings.reduce((sum, samples) => sum + samples.length, 0);
  if (length === 0) return 0;
  const sorted = new Float64Array(length);
  let offset = 0;
  for (const samples of tracings) {
    sorted.set(samples, offset);
    offset += samples.length;
  }
  sorted.sort();
  const upper = sorted[length >> 1] ?? 0;
  const lower = sorted[(length - 1) >> 1] ?? 0;
  return (lower + upper) / 2 / unitsPerMv;
}

/** A scroll position kept between the start of the tracing and the last one at which its end is still at the edge. */
export function clampScroll(scrollPx: number, contentWidthPx: number, plotWidthPx: number): number {
  return Math.max(0, Math.min(scrollPx, contentWidthPx - plotWidthPx));
}

/** Corners of the calibration pulse, (mm from the tracing's start, so negative; mm above the foot). */
export function calibrationPulseMm({
  paperSpeedMmPerS,
  gainMmPerMv,
}: Omit<PaperScale, 'pxPerMm'>): readonly (readonly [number, number])[] {
  const fall = -PULSE_TO_TRACING_MM;
  const rise = fall - PULSE_S * paperSpeedMmPerS;
  const top = PULSE_MV * gainMmPerMv;
  return [
    [rise - PULSE_LEAD_MM, 0],
    [rise, 0],
    [rise, top],
    [fall, top],
    [fall, 0],
    [fall + PULSE_LEAD_MM, 0],
  ];
}

function pulseWidthPx({ pxPerMm, paperSpeedMmPerS }: Omit<PaperScale, 'gainMmPerMv'>): number {
  return (GUTTER_MARGIN_MM + PULSE_LEAD_MM + PULSE_S * paperSpeedMmPerS + PULSE_TO_TRACING_MM) * pxPerMm;
}

/** Whether the pulse has room beside the tracing. */
export function showsPulse(scale: Omit<PaperScale, 'gainMmPerMv'>): boolean {
  return pulseWidthPx(scale) <= MOST_GUTTER_PX;
}

/** Width of the strip at the left that holds the pulse (or an axis' labels) and does not scroll, CSS px. */
export function gutterWidthPx(scale: Omit<PaperScale, 'gainMmPerMv'>): number {
  return showsPulse(scale) ? Math.max(LEAST_GUTTER_PX, pulseWidthPx(scale)) : LEAST_GUTTER_PX;
}

/** Where samples inside [from, to) leave the range: one position per run, at the sample that goes furthest. */
export function clippedPositions(
  valuesMv: ArrayLike<number | null>,
  [lowMv, highMv]: readonly [number, number],
  from = 0,
  to = valuesMv.length,
): { index: number; side: 'above' | 'below' }[] {
  const positions: { index: number; side: 'above' | 'below' }[] = [];
  let side: 'above' | 'below' | null = null;
  let furthest = 0;
  for (let index = Math.max(0, from); index < Math.min(to, valuesMv.length); index++) {
    const value = valuesMv[index] ?? Number.NaN;
    const now = value > highMv ? 'above' : value < lowMv ? 'below' : null;
    if (now === null) {
      side = null;
      continue;
    }
    const distance = now === 'above' ? value - highMv : lowMv - value;
    if (now !== side) {
      positions.push({ index, side: now });
      furthest = distance;
    } else if (distance > furthest) {
      positions[positions.length - 1] = { index, side: now };
      furthest = distance;
    }
    side = now;
  }
  return positions;
}
