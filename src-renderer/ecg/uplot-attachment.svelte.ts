import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import uPlot from 'uplot';

/** What a plot shows now; everything in it may change during the life of the plot, except the number of series. */
export interface PlotView {
  widthPx: number;
  heightPx: number;
  /** Times in seconds, then one list of values per series. */
  data: uPlot.AlignedData;
  x: readonly [min: number, max: number];
  y: readonly [min: number, max: number];
}

/**
 * A uPlot inside an element: created when the element appears, recreated when `options` change, updated in one go
 * (data, size and scales, one drawing) when the view changes, destroyed with the element.
 */
export function uplotAttachment(
  options: () => Omit<uPlot.Options, 'width' | 'height'>,
  view: () => PlotView,
): Attachment<HTMLElement> {
  return (node) => {
    $effect(() => {
      const made = options();
      const first = untrack(view);
      const plot = new uPlot({ ...made, width: first.widthPx, height: first.heightPx }, first.data, node);
      let shown: uPlot.AlignedData = first.data;
      $effect(() => {
        const now = view();
        plot.batch(() => {
          if (now.data !== shown) plot.setData((shown = now.data), false);
          if (now.widthPx !== plot.width || now.heightPx !== plot.height) {
            plot.setSize({ width: now.widthPx, height: now.heightPx });
          }
          plot.setScale('x', { min: now.x[0], max: now.x[1] });
          plot.setScale('y', { min: now.y[0], max: now.y[1] });
        });
      });
      return () => plot.destroy();
    });
  };
}
