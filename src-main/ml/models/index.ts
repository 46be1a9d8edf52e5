import { AppError } from '../../../src-shared/app-error.ts';
import type { Architecture } from '../../../src-shared/train-options.ts';
import type { ModelData } from '../model-files.ts';
import { buildCompact } from './compact.ts';
import { buildHan2020, type Han2020Options } from './han2020.ts';
import { buildTiny } from './tiny.ts';

const BUILDERS: Record<Architecture, (seed: number, options: Han2020Options) => ModelData> = {
  compact: (seed) => buildCompact(seed),
  tiny: (seed) => buildTiny(seed),
  han2020: buildHan2020,
};

/**
 * A model of this architecture with the weights that a training starts from. Same seed, same weights. An engine must be
 * open. AppError 'bad-input' for a width of a model that has only one.
 */
export function buildModel(architecture: Architecture, seed: number, options: Han2020Options = {}): ModelData {
  if (architecture !== 'han2020' && (options.width ?? 1) !== 1) {
    throw new AppError(
      'bad-input',
      `The model ${architecture} has one width; leave out the width of ${options.width} or train han2020.`,
    );
  }
  return BUILDERS[architecture](seed, options);
}
