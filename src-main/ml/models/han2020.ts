import * as layers from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DilatedMaxPooling1D } from '../layers/dilated-max-pooling-1d.ts';
import { FitLength } from '../layers/fit-length.ts';
import { ZeroPadding1D } from '../layers/zero-padding-1d.ts';
import type { ModelData } from '../files/model-files.ts';
import { initialWeights } from './initial-weights.ts';

export interface Han2020Options {
  /** Share of the paper's filters, above 0 and at most 1: tests and trials take few. */
  width?: number;
  /** Logits; the paper's are four. */
  classes?: number;
}

export interface Han2020Layer {
  filters: number;
  kernel: number;
  dilation: number;
  /** The dilated pooling follows. */
  pool: boolean;
}

/** Samples that the network sees: 60 s at 300 Hz. */
export const HAN2020_SAMPLES = 18_000;
const CLASSES = 4;
/** The default of PyTorch's batch norm, which the paper's code uses. */
const EPSILON = 1e-5;
const DROPOUT = 0.3;

const PAPER: readonly Han2020Layer[] = [
  { filters: 320, kernel: 24, dilation: 1, pool: true },
  { filters: 256, kernel: 16, dilation: 2, pool: false },
  ...Array.from({ length: 3 }, () => ({ filters: 256, kernel: 16, dilation: 4, pool: false })),
  { filters: 128, kernel: 8, dilation: 4, pool: true },
  ...Array.from({ length: 4 }, () => ({ filters: 128, kernel: 8, dilation: 6, pool: false })),
  { filters: 128, kernel: 8, dilation: 8, pool: true },
  ...Array.from({ length: 2 }, () => ({ filters: 64, kernel: 8, dilation: 8, pool: false })),
];

/** The thirteen convolutions at a width; at 1 they are the paper's. */
export function han2020Layers(width = 1): Han2020Layer[] {
  return PAPER.map((layer) => ({ ...layer, filters: Math.max(4, Math.floor(width * layer.filters)) }));
}

/**
 * The paper's network: signals in ADC units at 300 Hz, brought to 18,000 samples, through 13 dilated convolutions to the
 * mean over time and four logits, or as many as there are classes. Any length can be given: the padding is a layer, so gradients are with respect to the
 * record's own samples. Weights from `seed`. An engine must be open.
 */
export function buildHan2020(seed: number, { width = 1, classes = CLASSES }: Han2020Options = {}): ModelData {
  const input = layers.input({ shape: [null, 1], name: 'ecg' });
  let x = run(new FitLength({ length: HAN2020_SAMPLES, name: 'padded' }), input);
  han2020Layers(width).forEach(({ filters, kernel, dilation, pool }, i) => {
    const name = `conv${i + 1}`;
    // The paper pads (k − 1)·d / 2 zeros on each side, rounded down: "same", except for the first kernel, whose 23 are
    // odd.
    const reach = (kernel - 1) * dilation;
    const isSame = reach % 2 === 0;
    if (!isSame) x = run(new ZeroPadding1D({ padding: [(reach - 1) / 2, (reach - 1) / 2], name: `${name}_zeros` }), x);
    const conv = layers.layers.conv1d({
      filters,
      kernelSize: kernel,
      dilationRate: dilation,
      padding: isSame ? 'same' : 'valid',
      kernelInitializer: 'zeros',
      name,
    });
    x = run(layers.layers.batchNormalization({ epsilon: EPSILON, name: `norm${i + 1}` }), run(conv, x));
    x = run(layers.layers.reLU({ name: `relu${i + 1}` }), x);
    if (pool) x = run(new DilatedMaxPooling1D({ name: `pool${i + 1}` }), x);
    x = run(layers.layers.dropout({ rate: DROPOUT, name: `dropout${i + 1}` }), x);
  });
  x = run(layers.layers.globalAveragePooling1d({ name: 'mean' }), x);
  const output = run(layers.layers.dense({ units: classes, name: 'logits' }), x);
  const model = layers.model({ inputs: input, outputs: output, name: 'han2020' });
  const shapes = model.weights.map((weight) => ({ name: weight.originalName, shape: weight.shape as number[] }));
  const topology = JSON.parse(model.toJSON(undefined, true) as unknown as string) as object;
  model.dispose();
  return { topology, weights: initialWeights(shapes, seed, () => false) };
}

function run(layer: { apply(x: SymbolicTensor): unknown }, x: SymbolicTensor): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}
