import * as layers from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ModelData } from '../files/model-files.ts';
import { initialWeights } from './initial-weights.ts';

export interface CompactOptions {
  /** Parallel networks that share nothing; their logits are averaged. */
  towers: number;
  /** Filters and residual blocks of each stage of a tower; each stage halves the length. */
  stages: readonly { filters: number; blocks: number }[];
  classes: number;
  /** Width of the residual convolutions, samples. */
  kernel?: number;
  /** Share of channels dropped in training: inside the blocks of the later stages, and before the logits. */
  dropout?: { blocks: number; logits: number };
  /** The model's name in its file. */
  name?: string;
}

// Two towers make different errors, and their mean errs less than one network of the same size and cost.
export const COMPACT: CompactOptions = {
  towers: 2,
  stages: [
    // The first stage is the longest: a second block there would cost a fifth of every step.
    { filters: 16, blocks: 1 },
    { filters: 24, blocks: 2 },
    { filters: 32, blocks: 2 },
    { filters: 48, blocks: 2 },
    { filters: 80, blocks: 2 },
    { filters: 104, blocks: 2 },
  ],
  classes: 4,
};

const KERNEL = 9;
const STEM_KERNEL = 9;
const DROPOUT = { blocks: 0.1, logits: 0.3 };

/**
 * The default model: residual networks on a single-lead ECG of any length, (samples, 1) in ADC units at 300 Hz, to
 * logits. Each tower is a strided stem to 100 Hz, six stages that halve the length, mean and max over time. Weights
 * from `seed`. An engine must be open: TF.js Layers makes weights while it builds.
 */
export function buildCompact(seed: number, options: CompactOptions = COMPACT): ModelData {
  const input = layers.input({ shape: [null, 1], name: 'ecg' });
  // 250 units (0.25 mV) is about one standard deviation of a record.
  const scaled = run(layers.layers.rescaling({ scale: 1 / 250, offset: 0, name: 'scale' }), input);
  const towers = Array.from({ length: options.towers }, (_, i) =>
    tower(scaled, options.towers === 1 ? '' : `tower${i + 1}_`, options),
  );
  const model = layers.model({ inputs: input, outputs: average(towers), name: options.name ?? 'compact' });
  const shapes = model.weights.map((weight) => ({ name: weight.originalName, shape: weight.shape as number[] }));
  const topology = JSON.parse(model.toJSON(undefined, true) as unknown as string) as object;
  model.dispose();
  // Residual branches start at zero, so that a deep net starts out as a shallow one and learns at once.
  return { topology, weights: initialWeights(shapes, seed, (name) => name.endsWith('_b_norm/gamma')) };
}

function tower(input: SymbolicTensor, prefix: string, options: CompactOptions): SymbolicTensor {
  const { kernel = KERNEL, dropout = DROPOUT } = options;
  let x = convNorm(input, `${prefix}stem`, options.stages[0]?.filters ?? 16, STEM_KERNEL, 3);
  x = activate(x, `${prefix}stem`);
  options.stages.forEach(({ filters, blocks }, stage) => {
    for (let block = 0; block < blocks; block += 1) {
      // Whole channels are dropped: neighbouring samples carry the same information.
      const rate = stage >= 2 ? dropout.blocks : 0;
      const shape = { filters, kernel, stride: block === 0 ? 2 : 1, dropout: rate };
      x = residual(x, `${prefix}stage${stage + 1}_block${block + 1}`, shape);
    }
  });
  const mean = run(layers.layers.globalAveragePooling1d({ name: `${prefix}mean` }), x);
  const max = run(layers.layers.globalMaxPooling1d({ name: `${prefix}max` }), x);
  const both = layers.layers.concatenate({ name: `${prefix}pooled` }).apply([mean, max]) as SymbolicTensor;
  const dropped = run(layers.layers.dropout({ rate: dropout.logits, name: `${prefix}dropout` }), both);
  return run(layers.layers.dense({ units: options.classes, name: `${prefix}logits` }), dropped);
}

/** The mean of the towers' logits, built from layers that every reader of the format supports. */
function average(logits: SymbolicTensor[]): SymbolicTensor {
  if (logits.length === 1) return logits[0] as SymbolicTensor;
  const sum = layers.layers.add({ name: 'sum' }).apply(logits) as SymbolicTensor;
  return run(layers.layers.rescaling({ scale: 1 / logits.length, offset: 0, name: 'logits' }), sum);
}

interface ResidualShape {
  filters: number;
  kernel: number;
  stride: number;
  dropout: number;
}

function residual(input: SymbolicTensor, name: string, shape: ResidualShape): SymbolicTensor {
  const { filters, kernel, stride, dropout } = shape;
  let x = convNorm(input, `${name}_a`, filters, kernel, stride);
  x = activate(x, `${name}_a`);
  if (dropout > 0) {
    const noiseShape = [null as unknown as number, 1, filters];
    x = run(layers.layers.dropout({ rate: dropout, noiseShape, name: `${name}_dropout` }), x);
  }
  x = convNorm(x, `${name}_b`, filters, kernel, 1);
  let shortcut = input;
  if (stride > 1) {
    shortcut = run(
      layers.layers.maxPooling1d({ poolSize: stride, strides: stride, padding: 'same', name: `${name}_pool` }),
      shortcut,
    );
  }
  if (input.shape.at(-1) !== filters) shortcut = convNorm(shortcut, `${name}_match`, filters, 1, 1);
  const sum = layers.layers.add({ name: `${name}_add` }).apply([x, shortcut]) as SymbolicTensor;
  return activate(sum, name);
}

function convNorm(
  x: SymbolicTensor,
  name: string,
  filters: number,
  kernelSize: number,
  strides: number,
): SymbolicTensor {
  const conv = layers.layers.conv1d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    name: `${name}_conv`,
  });
  return run(layers.layers.batchNormalization({ epsilon: 1e-3, name: `${name}_norm` }), run(conv, x));
}

function activate(x: SymbolicTensor, name: string): SymbolicTensor {
  return run(layers.layers.reLU({ name: `${name}_relu` }), x);
}

function run(layer: { apply(x: SymbolicTensor): unknown }, x: SymbolicTensor): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}
