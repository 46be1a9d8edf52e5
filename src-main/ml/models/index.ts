import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Architecture } from '../../../src-shared/models/train-options.ts';
import type { ModelData } from '../files/model-files.ts';
import { buildCompact, COMPACT } from './compact.ts';
import { buildHan2020 } from './han2020.ts';
import { buildTiny } from './tiny.ts';

/** What can be chosen about an architecture; each has some of these. */
export interface ModelChoices {
  width?: number;
  towers?: number;
  /** How many classes its logits are of; 4 if left out. */
  classes?: number;
}

const BUILDERS: Record<Architecture, (seed: number, choices: ModelChoices) => ModelData> = {
  compact: (seed, { towers = COMPACT.towers, classes = COMPACT.classes }) =>
    buildCompact(seed, { ...COMPACT, towers, classes }),
  tiny: (seed, { classes }) => buildTiny(seed, classes),
  han2020: buildHan2020,
};

/**
 * A model of this architecture with the weights that a training starts from. Same seed, same weights. An engine must be
 * open. AppError 'bad-input' for a width, or towers, of a model that offers no choice.
 */
export function buildModel(architecture: Architecture, seed: number, choices: ModelChoices = {}): ModelData {
  if (architecture !== 'han2020' && (choices.width ?? 1) !== 1) {
    throw new AppError(
      'bad-input',
      `The model ${architecture} has only one width. Leave out the width of ${choices.width}, or train han2020.`,
    );
  }
  if (architecture !== 'compact' && (choices.towers ?? 1) !== 1) {
    throw new AppError(
      'bad-input',
      `The model ${architecture} is a single network. Leave out the ${choices.towers} towers, or train compact.`,
    );
  }
  return BUILDERS[architecture](seed, choices);
}
