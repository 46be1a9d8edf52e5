import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { AttributeValue, OnnxModel, OnnxNode, OnnxPort, OnnxTensor } from './onnx-model.ts';
import { kindOfType, readTensor, type ReadBeside } from './read-tensor.ts';
import { appendNumbers, bytesOf, floatOf, intOf, readMessage, textOf } from './wire.ts';

const MOST_NODES = 20_000;

export interface ReadOptions {
  /** Names the file in errors. */
  source?: string;
  /** Reads a file beside the model that holds weights; left out, such a model is refused. */
  beside?: ReadBeside;
}

/**
 * Reads an ONNX file (ModelProto of onnx.proto) as data: its graph in order, weights and constants as numbers. Throws AppError
 * 'damaged' or 'bad-input' that names the file and what is wrong; what operators do is not looked at.
 */
export function readOnnx(bytes: Uint8Array, { source = 'The model', beside = noFile }: ReadOptions = {}): OnnxModel {
  try {
    let isWhole = true;
    const model = readModel(bytes, (name) => {
      isWhole = false;
      return beside(name);
    });
    checkOrder(model);
    return { ...model, isWhole };
  } catch (cause) {
    const { code, message } = AppError.from(cause);
    throw new AppError(code, `${source} cannot be read as ONNX. ${message}`, { source }, { cause });
  }
}

function noFile(name: string): never {
  const text = `Its weights lie in a second file, '${excerpt(name)}'. Open it by its path, with that file beside it.`;
  throw new AppError('bad-input', text);
}

function readModel(bytes: Uint8Array, beside: ReadBeside): Omit<OnnxModel, 'isWhole'> {
  let [graph, producer] = [undefined as Uint8Array | undefined, ''];
  const opsets = new Map<string, number>();
  readMessage(bytes, (field, value) => {
    if (field === 2) producer = textOf(value);
    else if (field === 7) graph = bytesOf(value);
    else if (field === 8) readOpset(bytesOf(value), opsets);
  });
  if (graph === undefined) throw new AppError('damaged', 'It has no graph; is it an ONNX file?');
  return { opset: opsets.get('') ?? 1, producer, ...readGraph(graph, beside) };
}

function readOpset(bytes: Uint8Array, to: Map<string, number>): void {
  let [domain, version] = ['', 1];
  readMessage(bytes, (field, value) => {
    if (field === 1) domain = ownDomain(textOf(value));
    else if (field === 2) version = intOf(value);
  });
  to.set(domain, version);
}

/** ONNX's own operators are named by an empty domain or this one. */
function ownDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

function readGraph(bytes: Uint8Array, beside: ReadBeside): Omit<OnnxModel, 'opset' | 'producer' | 'isWhole'> {
  const nodes: OnnxNode[] = [];
  const [inputs, outputs]: [OnnxPort[], OnnxPort[]] = [[], []];
  const weights = new Map<string, OnnxTensor>();
  readMessage(bytes, (field, value) => {
    if (field === 1) {
      if (nodes.length === MOST_NODES) throw new AppError('bad-input', `It has more than ${MOST_NODES} nodes.`);
      nodes.push(readNode(bytesOf(value), beside));
    } else if (field === 5) {
      const tensor = readTensor(bytesOf(value), beside);
      weights.set(tensor.name, tensor);
    } else if (field === 11) {
      inputs.push(readPort(bytesOf(value)));
    } else if (field === 12) {
      outputs.push(readPort(bytesOf(value)));
    } else if (field === 15) {
      throw new AppError('bad-input', 'Its weights are sparse, which is not supported. Export it with dense ones.');
    }
  });
  // Old files list their weights among the inputs too.
  return { nodes, outputs, weights, inputs: inputs.filter(({ name }) => !weights.has(name)) };
}

function readNode(bytes: Uint8Array, beside: ReadBeside): OnnxNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, AttributeValue>();
  let [name, type, domain] = ['', '', ''];
  readMessage(bytes, (field, value) => {
    if (field === 1) inputs.push(textOf(value));
    else if (field === 2) outputs.push(textOf(value));
    else if (field === 3) name = textOf(value);
    else if (field === 4) type = textOf(value);
    else if (field === 5) readAttribute(bytesOf(value), attributes, beside);
    else if (field === 7) domain = ownDomain(textOf(value));
  });
  const op = domain === '' ? type : `${domain}:${type}`;
  return { name: name === '' ? (outputs[0] ?? op) : name, op, inputs, outputs, attributes };
}

/** AttributeProto.AttributeType, as far as it says what an empty list holds. */
const LIST_TYPES: Readonly<Record<number, 'numbers' | 'texts'>> = { 6: 'numbers', 7: 'numbers', 8: 'texts' };

function readAttribute(bytes: Uint8Array, to: Map<string, AttributeValue>, beside: ReadBeside): void {
  let [name, type] = ['', 0];
  let single: AttributeValue | undefined;
  const numbers: number[] = [];
  const texts: string[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 1) name = textOf(value);
    else if (field === 2) single = floatOf(value);
    else if (field === 3) single = intOf(value);
    else if (field === 4) single = textOf(value);
    else if (field === 5) single = readTensor(bytesOf(value), beside);
    else if (field === 6 || field === 11) single = { graph: true };
    else if (field === 7) appendNumbers(numbers, value, 'float');
    else if (field === 8) appendNumbers(numbers, value, 'int');
    else if (field === 9) texts.push(textOf(value));
    else if (field === 20) type = intOf(value);
  });
  const list = LIST_TYPES[type] ?? (numbers.length > 0 ? 'numbers' : texts.length > 0 ? 'texts' : undefined);
  // proto3 writers leave a zero out.
  const zero = type === 3 ? '' : type === 1 || type === 2 ? 0 : undefined;
  const value = list === 'numbers' ? numbers : list === 'texts' ? texts : (single ?? zero);
  if (value !== undefined) to.set(name, value);
}

function readPort(bytes: Uint8Array): OnnxPort {
  const port: OnnxPort = { name: '', kind: 'other', shape: undefined };
  readMessage(bytes, (field, value) => {
    if (field === 1) port.name = textOf(value);
    else if (field === 2) readType(bytesOf(value), port);
  });
  return port;
}

function readType(bytes: Uint8Array, to: OnnxPort): void {
  readMessage(bytes, (kind, tensor) => {
    if (kind !== 1) return;
    readMessage(bytesOf(tensor), (field, value) => {
      if (field === 1) to.kind = kindOfType(intOf(value));
      else if (field === 2) to.shape = readShape(bytesOf(value));
    });
  });
}

function readShape(bytes: Uint8Array): (number | null)[] {
  const shape: (number | null)[] = [];
  readMessage(bytes, (field, dimension) => {
    if (field !== 1) return;
    let size: number | null = null;
    readMessage(bytesOf(dimension), (kind, value) => {
      if (kind === 1) size = intOf(value);
    });
    // Some exporters write −1 or 0 for a size that is free.
    shape.push(size !== null && size > 0 ? size : null);
  });
  return shape;
}

/** Each node takes what comes before it, and no value is made twice. */
function checkOrder({ inputs, outputs, nodes, weights }: Omit<OnnxModel, 'isWhole'>): void {
  const known = new Set([...inputs.map(({ name }) => name), ...weights.keys()]);
  for (const node of nodes) {
    const missing = node.inputs.find((name) => name !== '' && !known.has(name));
    if (missing !== undefined) {
      const text = `Its node '${excerpt(node.name)}' takes '${excerpt(missing)}', which nothing before it gives.`;
      throw new AppError('damaged', text);
    }
    for (const name of node.outputs) {
      if (name !== '' && known.has(name))
        throw new AppError('damaged', `Two things in it are named '${excerpt(name)}'.`);
      known.add(name);
    }
  }
  if (outputs.length === 0) throw new AppError('damaged', 'It has no output.');
  const missing = outputs.find(({ name }) => !known.has(name));
  if (missing) throw new AppError('damaged', `Nothing gives its output '${excerpt(missing.name)}'.`);
}
