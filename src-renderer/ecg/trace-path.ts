import type uPlot from 'uplot';

/** What a scale shows now, or null before it has been set. */
export function scaleLimits(u: uPlot, key: string): { min: number; max: number } | null {
  const min = u.scales[key]?.min ?? null;
  const max = u.scales[key]?.max ?? null;
  return min === null || max === null ? null : { min, max };
}

/**
 * Draws every sample at its exact position. uPlot's own paths round to whole pixels and thin out dense signals, which
 * would move a perturbation of 10 µV (0.4 px) or swallow it. Half a pixel is added because the paper's lines are
 * centred on half pixels.
 */
export const tracePath: uPlot.Series.PathBuilder = (u, seriesIndex, firstIndex, lastIndex) => {
  const times = u.data[0];
  const values = u.data[seriesIndex];
  const x = scaleLimits(u, 'x');
  const y = scaleLimits(u, 'y');
  const stroke = new Path2D();
  if (values === undefined || x === null || y === null) return null;
  const pxPerX = u.bbox.width / (x.max - x.min);
  const pxPerY = u.bbox.height / (y.max - y.min);
  const left = u.bbox.left + 0.5;
  const bottom = u.bbox.top + u.bbox.height + 0.5;
  let penDown = false;
  for (let index = firstIndex; index <= lastIndex; index++) {
    const time = times[index] ?? null;
    const value = values[index] ?? null;
    if (time === null || value === null) {
      penDown = false;
      continue;
    }
    const px = left + (time - x.min) * pxPerX;
    const py = bottom - (value - y.min) * pxPerY;
    if (penDown) stroke.lineTo(px, py);
    else stroke.moveTo(px, py);
    penDown = true;
  }
  return { stroke, fill: null, clip: null, flags: 0 };
};
