import * as tf from '@tensorflow/tfjs-core';

/** Tensors by name, on the engine that is current when they are asked for. */
export interface OnEachEngine {
  (): ReadonlyMap<string, tf.Tensor>;
  dispose(): void;
}

/** Makes the same tensors on each engine on which they are needed, once. */
export function onEachEngine(make: () => ReadonlyMap<string, tf.Tensor>): OnEachEngine {
  const made = new Map<string, ReadonlyMap<string, tf.Tensor>>();
  const current = (): ReadonlyMap<string, tf.Tensor> => {
    const there = made.get(tf.getBackend());
    if (there !== undefined) return there;
    const tensors = make();
    // They may be asked for first within a tidy, which they outlive.
    for (const tensor of tensors.values()) tf.keep(tensor);
    made.set(tf.getBackend(), tensors);
    return tensors;
  };
  return Object.assign(current, {
    dispose() {
      for (const tensors of made.values()) tf.dispose([...tensors.values()]);
      made.clear();
    },
  });
}
