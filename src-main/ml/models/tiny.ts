import type { ModelData } from '../files/model-files.ts';
import { buildCompact, type CompactOptions } from './compact.ts';

/**
 * At most 100,000 stored numbers. One tower: two of half the size would each be too weak to gain from averaging.
 * Kernels are narrower than compact's, which pays for more filters; so small a net hardly overfits, hence little
 * dropout.
 */
const TINY: CompactOptions = {
  towers: 1,
  stages: [
    { filters: 12, blocks: 1 },
    { filters: 16, blocks: 2 },
    { filters: 20, blocks: 2 },
    { filters: 24, blocks: 2 },
    { filters: 32, blocks: 2 },
    { filters: 32, blocks: 2 },
  ],
  classes: 4,
  kernel: 7,
  dropout: { blocks: 0, logits: 0.1 },
  name: 'tiny',
};

/** The small model: compact's architecture in 93,760 parameters with four classes, weights from `seed`. An engine must be open. */
export function buildTiny(seed: number, classes = TINY.classes): ModelData {
  return buildCompact(seed, { ...TINY, classes });
}
