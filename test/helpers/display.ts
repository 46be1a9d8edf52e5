import { displaySchema } from '../../src-shared/study/display.ts';

/** A display on which an answer is given. */
export const DISPLAY = {
  devicePixelRatio: 1,
  pxPerMm: 3.78,
  viewportWidthPx: 1280,
  viewportHeightPx: 720,
  screenWidthPx: 1920,
  screenHeightPx: 1080,
  calibratedAt: null,
  calibratedBy: null,
  paperTheme: 'light' as const,
};

/** What a protocol that says nothing of its display means. */
export const DEFAULT_DISPLAY = displaySchema.parse({});
