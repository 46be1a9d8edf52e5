import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NpyArray } from '../../ecg/numpy/npy.ts';
import type { ModelData } from '../files/model-files.ts';
import { buildHan2020, han2020Layers } from './han2020.ts';

/** The network that the arrays of another program describe. */
export interface Han2020Arrays {
  model: ModelData;
  /** Share of the paper's filters; 1 is the paper's network. */
  width: number;
}

/** Roles of a batch norm here, and how the names of their arrays end. */
const NORM = { gamma: 'g', beta: 'b', moving_mean: 'mean', moving_variance: 'var' };

/**
 * The network from PyTorch's arrays: conv{i}_w (out, in, width), conv{i}_b, bn{i}_g, bn{i}_b, bn{i}_mean and bn{i}_var
 * for
 * i = 1 to 13, fc_w (4, in) and fc_b; others are ignored. AppError 'bad-input' names `source` and the array that is
 * missing or has another shape, 'damaged' one with a value that is not a number. An engine must be open.
 */
export function han2020FromArrays(arrays: Record<string, NpyArray>, source: string): Han2020Arrays {
  const filters = han2020Layers().map((_, i) => arrayOf(arrays, `conv${i + 1}_w`, source).shape[0] ?? 0);
  const width = widthOf(filters);
  const expected = han2020Layers(width).map((layer) => layer.filters);
  if (expected.join() !== filters.join()) {
    throw new AppError(
      'bad-input',
      `${source}: the convolutions have ${filters.join(', ')} filters. The paper's network has no such filters at any width.`,
    );
  }
  const { topology, weights } = buildHan2020(0, { width });
  const read = (name: string, shape: number[]): Float32Array => valuesOf(arrays, name, shape, source);
  const filled = weights.map(({ name, shape }) => {
    const [layer, role] = name.split('/') as [string, string];
    const index = layer.replace(/\D/g, '');
    const [array, torchShape] = nameAndShape(layer, role, index, shape);
    const values = read(array, torchShape);
    const negative = role === 'moving_variance' ? values.findIndex((value) => value < 0) : -1;
    if (negative >= 0) {
      const text = `${source}: number ${negative} of the array "${array}" is ${values[negative]}, but it is a variance.`;
      throw new AppError('damaged', `${text} Write the file again from the trained network.`);
    }
    return { name, shape, values };
  });
  const torchOrder = filled.map(({ name, shape, values }) => ({ name, shape, values: fromTorch(values, shape) }));
  return { model: { topology, weights: torchOrder }, width };
}

const NEEDED = /^(?:conv(?:[1-9]|1[0-3])_[wb]|bn(?:[1-9]|1[0-3])_(?:g|b|mean|var)|fc_[wb])$/;

/** Whether the network has an array of this name; no other is read. */
export function isHan2020Array(name: string): boolean {
  return NEEDED.test(name);
}

/** The array that has these weights, and its shape there: PyTorch has axes in the opposite order. */
function nameAndShape(layer: string, role: string, index: string, shape: number[]): [string, number[]] {
  const kind = role === 'kernel' ? 'w' : 'b';
  if (layer === 'logits') return [`fc_${kind}`, [...shape].reverse()];
  if (layer.startsWith('conv')) return [`conv${index}_${kind}`, [...shape].reverse()];
  return [`bn${index}_${NORM[role as keyof typeof NORM]}`, shape];
}

/** Values with their axes reversed. */
function fromTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length === 1) return values;
  const [width, inputs, outputs] = (shape.length === 3 ? shape : [1, ...shape]) as [number, number, number];
  const turned = new Float32Array(values.length);
  for (let out = 0; out < outputs; out += 1)
    for (let input = 0; input < inputs; input += 1)
      for (let k = 0; k < width; k += 1)
        turned[(k * inputs + input) * outputs + out] = values[(out * inputs + input) * width + k] as number;
  return turned;
}

function arrayOf(arrays: Record<string, NpyArray>, name: string, source: string): NpyArray {
  const found = arrays[name];
  if (found !== undefined) return found;
  throw new AppError(
    'bad-input',
    `${source} has no array "${name}". docs/han2020.md lists the arrays of the network. Write the file again with all of them.`,
  );
}

function valuesOf(arrays: Record<string, NpyArray>, name: string, shape: number[], source: string): Float32Array {
  const { shape: given, data } = arrayOf(arrays, name, source);
  const text = (axes: readonly number[]): string => `(${axes.join(', ')})`;
  if (given.join() !== shape.join()) {
    throw new AppError('bad-input', `${source}: the array "${name}" has the shape ${text(given)}, not ${text(shape)}.`);
  }
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new AppError('bad-input', `${source}: the array "${name}" does not hold floating-point numbers.`);
  }
  const values = Float32Array.from(data);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AppError('damaged', `${source}: number ${bad} of the array "${name}" is ${values[bad]}.`);
  return values;
}

/** The width with the fewest digits that gives these filters; if there is none, one that gives others. */
function widthOf(filters: readonly number[]): number {
  let [low, high] = [0, Infinity];
  han2020Layers().forEach(({ filters: all }, i) => {
    const n = filters[i] as number;
    if (n > 4) low = Math.max(low, n / all);
    if (n < all) high = Math.min(high, (n + 1) / all);
  });
  for (let unit = 1; unit <= 1e6; unit *= 10) {
    const width = Math.ceil(low * unit) / unit;
    if (width > 0 && width <= 1 && width < high) return width;
  }
  return 1;
}
