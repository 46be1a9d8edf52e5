import type { Architecture } from '../../../src-shared/train-options.ts';
import type { ModelData } from '../model-files.ts';
import { buildCompact } from './compact.ts';
import { buildTiny } from './tiny.ts';

const BUILDERS: Record<Architecture, (seed: number) => ModelData> = {
  compact: (seed) => buildCompact(seed),
  tiny: buildTiny,
};

/** A model of this architecture with the weights that a training starts from. Same seed, same weights. An engine must be open. */
export function buildModel(architecture: Architecture, seed: number): ModelData {
  return BUILDERS[architecture](seed);
}
