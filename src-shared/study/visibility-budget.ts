import { z } from 'zod';
import { devicePixels, paperMm, type DisplayScale } from '../visibility.ts';

/** A pair of one record: the original and its perturbed copy. */
export interface PerturbedPair {
  task: string;
  arm: string;
  /** The largest difference between the two tracings, µV. */
  linfUv: number;
}

/** Over the pairs of an arm. */
const spreadSchema = z.object({ min: z.number(), median: z.number(), max: z.number() });
type Spread = z.infer<typeof spreadSchema>;

/** How large the perturbations of an arm are: the largest difference between the tracings of each pair, µV. */
export const perturbationSizeSchema = z.object({
  task: z.string(),
  arm: z.string(),
  /** Pairs of one record; foils are not perturbed. */
  pairs: z.int(),
  uv: spreadSchema,
});
export type PerturbationSize = z.infer<typeof perturbationSizeSchema>;

/** Whether a tracing can show the perturbations of an arm: those under one device pixel it cannot. */
export const VISIBILITY = {
  none: 'none reaches one device pixel',
  few: 'at least half stay under one device pixel',
  some: 'some stay under one device pixel',
  all: 'all reach one device pixel',
} as const;

export interface VisibilityRow extends PerturbationSize {
  mm: Spread;
  devicePx: Spread;
  visible: keyof typeof VISIBILITY;
}

/** What the perturbations of a study amount to on a display, arm by arm. */
export function visibilityBudget(sizes: readonly PerturbationSize[], display: DisplayScale): VisibilityRow[] {
  const each = ({ min, median, max }: Spread, scale: (uv: number) => number): Spread => ({
    min: scale(min),
    median: scale(median),
    max: scale(max),
  });
  return sizes.map((size) => {
    const devicePx = each(size.uv, (uv) => devicePixels(uv, display));
    const visible = devicePx.max < 1 ? 'none' : devicePx.median < 1 ? 'few' : devicePx.min < 1 ? 'some' : 'all';
    return { ...size, mm: each(size.uv, (uv) => paperMm(uv, display.gainMmPerMv)), devicePx, visible };
  });
}
