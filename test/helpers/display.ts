/** A display on which an answer is given. */
export const DISPLAY = { devicePixelRatio: 1, pxPerMm: 3.78, viewportWidthPx: 1280, viewportHeightPx: 720 };
