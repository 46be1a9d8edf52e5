import { buildCompact } from '../../../src-main/ml/models/compact.ts';
import type { ModelData } from '../../../src-main/ml/files/model-files.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';

/** The compact architecture at a width that trains in a second. */
export function smallModel(seed: number): ModelData {
  return buildCompact(seed, {
    towers: 1,
    stages: [
      { filters: 4, blocks: 1 },
      { filters: 6, blocks: 2 },
    ],
    classes: 4,
  });
}

/** The same with weights and batch-norm statistics that are nothing special, as after a training. */
export function settledModel(seed: number): ModelData {
  const model = smallModel(seed);
  const random = generatorFor(seed, 99);
  const weights = model.weights.map(({ name, shape, values }) => {
    if (name.endsWith('/kernel'))
      return { name, shape, values: values.map((value) => value + 0.05 * gaussian(random)) };
    const positive = /gamma|variance/.test(name);
    return {
      name,
      shape,
      values: values.map(() => (positive ? Math.exp(0.4 * gaussian(random)) : 0.3 * gaussian(random))),
    };
  });
  return { topology: model.topology, weights };
}

/** Something like a signal: (rows × samples) in ADC units. */
export function someSignal(size: number, seed: number): Float32Array {
  const random = generatorFor(seed, 7);
  return Float32Array.from({ length: size }, (_, i) => Math.round(200 * Math.sin(i / 9) + 80 * gaussian(random)));
}
