/** One array of weights, row-major. */
export interface NamedWeights {
  /** As in the file: layer and role, e.g. 'stem_conv/kernel'. */
  name: string;
  shape: number[];
  values: Float32Array;
}

/** A model as data: the topology of its Layers file and its weights in the file's order. */
export interface ModelData {
  topology: object;
  weights: NamedWeights[];
}

export const MODEL_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';
