/** CSS defines 96 px per inch: what a millimetre of paper has on a display that was not measured. */
export const CSS_PX_PER_MM = 96 / 25.4;

/** ECG paper at the usual gain. */
const PAPER_MM_PER_MV = 10;

/** The height of a voltage on ECG paper, mm. */
export function paperMm(microvolts: number, gainMmPerMv = PAPER_MM_PER_MV): number {
  return (microvolts / 1000) * gainMmPerMv;
}

/** How ECG paper is drawn on the display at hand. */
export interface DisplayScale {
  /** CSS pixels per millimetre of paper: CSS_PX_PER_MM unless the display was calibrated. */
  pxPerMm: number;
  /** Device pixels per CSS pixel. */
  devicePixelRatio: number;
  gainMmPerMv?: number | undefined;
}

/** The height of a voltage on the display, device pixels: below 1 no tracing can show it. */
export function devicePixels(microvolts: number, { pxPerMm, devicePixelRatio, gainMmPerMv }: DisplayScale): number {
  return paperMm(microvolts, gainMmPerMv) * pxPerMm * devicePixelRatio;
}
