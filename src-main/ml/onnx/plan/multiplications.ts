import { einsumMultiplications } from '../operators/einsum.ts';
import { sizeOf } from '../values/shapes.ts';
import type { Value } from '../values/value.ts';
import type { OnnxNode } from '../file/onnx-model.ts';

/**
 * Multiplications of a node by what goes in and comes out, as papers count them: of convolutions and matrix products; 0 for
 * any other. How the engine computes it (zeros between samples, folded dilation) is not counted.
 */
export function multiplicationsOf({ op, attributes }: OnnxNode, inputs: readonly (Value | undefined)[], y: Value) {
  const [a, b] = inputs.map((value) => value?.shape ?? []);
  if (a === undefined || b === undefined) return 0;
  switch (op) {
    // Each output is a sum over the channels of its group and the window.
    case 'Conv':
      return sizeOf(y.shape) * sizeOf(b.slice(1));
    // Each input goes to the channels of its group and the window.
    case 'ConvTranspose':
      return sizeOf(a) * sizeOf(b.slice(1));
    case 'Gemm':
      return sizeOf(y.shape) * (a.at(attributes.get('transA') === 1 ? 0 : 1) ?? 1);
    case 'MatMul':
      return sizeOf(y.shape) * (a.at(-1) ?? 1);
    case 'Einsum':
      return einsumMultiplications(
        String(attributes.get('equation')),
        inputs.map((value) => value?.shape ?? []),
      );
    default:
      return 0;
  }
}
