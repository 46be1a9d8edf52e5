import { BINARY } from './binary.ts';
import { CONVOLUTION } from './convolution.ts';
import { EINSUM } from './einsum.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { HOST } from './host.ts';
import { MATRIX } from './matrix.ts';
import { NORMALISE } from './normalise.ts';
import type { OperatorTable } from './operator.ts';
import { POOLING } from './pooling.ts';
import { QUANTISE } from './quantise.ts';
import { REDUCE } from './reduce.ts';
import { SHAPE } from './shape.ts';
import { SLICE } from './slice.ts';

/** What is computed on the engine, differentiably, by ONNX's names. */
export const OPERATORS: OperatorTable = {
  ...ELEMENTWISE,
  ...BINARY,
  ...CONVOLUTION,
  ...POOLING,
  ...REDUCE,
  ...MATRIX,
  ...EINSUM,
  ...NORMALISE,
  ...QUANTISE,
  ...SHAPE,
  ...SLICE,
};

export { HOST };

/** Whether an operator is translated, at least for numbers that do not depend on the record. */
export function isTranslated(op: string): boolean {
  return Object.hasOwn(OPERATORS, op) || Object.hasOwn(HOST, op);
}
