import type { NamedWeights } from '../files/model-files.ts';
import { gaussian, generatorFor } from '../../numeric/random.ts';

/**
 * Initial weights: He et al. (2015) for convolutions, ones and zeros for the rest. Same seed, same weights, any engine.
 */
export function initialWeights(
  shapes: readonly { name: string; shape: number[] }[],
  seed: number,
  startsAtZero: (name: string) => boolean,
): NamedWeights[] {
  return shapes.map(({ name, shape }, index) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const values = new Float32Array(size);
    const what = name.split('/').at(-1);
    if ((what === 'gamma' && !startsAtZero(name)) || what === 'moving_variance') values.fill(1);
    if (what === 'kernel') {
      const random = generatorFor(seed, index);
      const fanIn = size / (shape.at(-1) as number);
      // The last, dense layer starts near zero, so that the first guess is "any class".
      const deviation = shape.length === 3 ? Math.sqrt(2 / fanIn) : 0.01;
      for (let i = 0; i < size; i += 1) values[i] = deviation * gaussian(random);
    }
    return { name, shape, values };
  });
}
