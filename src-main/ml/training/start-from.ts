import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { readModel } from '../files/read-model.ts';
import type { ModelData } from '../files/model-files.ts';
import { buildModel } from '../models/index.ts';

/** The network that these options name, with the weights that a training begins with: random ones by its seed. */
export function initialModel(options: TrainOptions): ModelData {
  return buildModel(options.model, options.seed, { ...options, classes: options.classCopies.length });
}

/**
 * The same with the weights of the model in a folder. AppError 'bad-input' if that is another network: of other layers,
 * width, towers or classes. Throws as `readModel` too.
 */
export function startFrom(folder: string, name: string, options: TrainOptions): ModelData {
  const { topology, weights } = initialModel(options);
  const found = new Map(readModel(folder).weights.map((weight) => [weight.name, weight]));
  const started = weights.map(({ name: weight, shape }) => {
    const own = found.get(weight);
    if (own && own.shape.join() === shape.join()) return own;
    const has = own === undefined ? 'lacks these weights' : `has ${own.shape.join(' × ')} there`;
    throw new AppError(
      'bad-input',
      `The training cannot start from "${name}": for ${options.model} with these options, "${weight}" is ${shape.join(' × ')}, and the model ${has}. Choose a model of the same architecture, width, towers and number of classes.`,
    );
  });
  return { topology, weights: started };
}
