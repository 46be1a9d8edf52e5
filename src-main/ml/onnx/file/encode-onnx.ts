import type { AttributeValue, OnnxModel, OnnxNode, OnnxPort, OnnxTensor } from './onnx-model.ts';
import { bytesField, floatField, intField } from './write-wire.ts';

/** A version of the file format that every reader of opset 17 takes. */
const IR_VERSION = 8;

/** In onnx.proto's TensorProto.DataType: float32, int64 and bool. */
const TYPE_NUMBERS = { float: 1, int: 7, bool: 9 } as const;

/** A whole number among attributes; a plain number is written as a float. */
export interface WholeNumber {
  whole: number | readonly number[];
}

/** A node to write: attributes as in `OnnxNode`, but it says which numbers are whole. */
export interface NodeToWrite extends Pick<OnnxNode, 'op' | 'inputs' | 'outputs'> {
  name?: string;
  attributes?: Readonly<Record<string, AttributeValue | WholeNumber>>;
}

/** An ONNX model to write. A free size of a port is named by its position, so that all ports may share it. */
export interface ModelToWrite extends Pick<OnnxModel, 'opset' | 'producer'> {
  nodes: readonly NodeToWrite[];
  inputs: readonly OnnxPort[];
  outputs: readonly OnnxPort[];
  weights: readonly OnnxTensor[];
  /** Facts for readers, in the file's metadata. */
  metadata?: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file (ModelProto). */
export function encodeOnnx(model: ModelToWrite): Buffer {
  const graph = [
    ...model.nodes.map((node) => bytesField(1, encodeNode(node))),
    bytesField(2, 'graph'),
    ...model.weights.map((tensor) => bytesField(5, encodeTensor(tensor))),
    ...model.inputs.map((port) => bytesField(11, encodePort(port))),
    ...model.outputs.map((port) => bytesField(12, encodePort(port))),
  ];
  return Buffer.concat([
    intField(1, IR_VERSION),
    bytesField(2, model.producer),
    bytesField(7, graph),
    bytesField(8, [bytesField(1, ''), intField(2, model.opset)]),
    ...Object.entries(model.metadata ?? {}).map(([key, value]) =>
      bytesField(14, [bytesField(1, key), bytesField(2, value)]),
    ),
  ]);
}

function encodeNode({ name = '', op, inputs, outputs, attributes = {} }: NodeToWrite): Buffer[] {
  return [
    ...inputs.map((input) => bytesField(1, input)),
    ...outputs.map((output) => bytesField(2, output)),
    bytesField(3, name),
    bytesField(4, op),
    ...Object.entries(attributes).map(([key, value]) => bytesField(5, [bytesField(1, key), ...encodeValue(value)])),
  ];
}

/** Value and type of an AttributeProto. */
function encodeValue(value: AttributeValue | WholeNumber): Buffer[] {
  if (typeof value === 'number') return [floatField(2, value), intField(20, 1)];
  if (typeof value === 'string') return [bytesField(4, value), intField(20, 3)];
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number')
      ? [...value.map((one) => floatField(7, one)), intField(20, 6)]
      : [...value.map((one) => bytesField(9, one)), intField(20, 8)];
  }
  if ('whole' in value) {
    return typeof value.whole === 'number'
      ? [intField(3, value.whole), intField(20, 2)]
      : [...value.whole.map((one) => intField(8, one)), intField(20, 7)];
  }
  if ('graph' in value) return [bytesField(6, ''), intField(20, 5)];
  return [bytesField(5, encodeTensor(value)), intField(20, 4)];
}

function encodeTensor({ name, kind, shape, values }: OnnxTensor): Buffer[] {
  const type = kind === 'other' ? 'float' : kind;
  const bytes = { float: Float32Array, int: BigInt64Array, bool: Uint8Array };
  const raw =
    type === 'int'
      ? bytes.int.from(Array.from(values, (value) => BigInt(value)))
      : bytes[type].from(values as Float32Array);
  return [
    ...shape.map((size) => intField(1, size)),
    intField(2, TYPE_NUMBERS[type]),
    bytesField(8, name),
    bytesField(9, new Uint8Array(raw.buffer)),
  ];
}

function encodePort({ name, kind, shape }: OnnxPort): Buffer[] {
  const type = kind === 'other' ? 'float' : kind;
  const sizes = shape?.map((size, i) => bytesField(1, [size === null ? bytesField(2, `n${i}`) : intField(1, size)]));
  const tensor = [intField(1, TYPE_NUMBERS[type]), ...(sizes ? [bytesField(2, sizes)] : [])];
  return [bytesField(1, name), bytesField(2, [bytesField(1, tensor)])];
}
