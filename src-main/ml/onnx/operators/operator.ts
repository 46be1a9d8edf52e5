import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { AttributeValue, OnnxNode, OnnxTensor } from '../file/onnx-model.ts';
import type { Value } from '../values/value.ts';

/** A node as its operator sees it: attributes with defaults, checked for their kind. */
export class Call {
  readonly opset: number;
  readonly outputs: readonly string[];
  readonly #attributes: OnnxNode['attributes'];

  constructor(node: OnnxNode, opset: number) {
    this.opset = opset;
    this.outputs = node.outputs;
    this.#attributes = node.attributes;
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  number(name: string, otherwise: number): number {
    return this.#get(name, (value) => typeof value === 'number') ?? otherwise;
  }

  numbers(name: string): number[] | undefined {
    return this.#get(name, (value): value is number[] => Array.isArray(value) && typeof value[0] !== 'string');
  }

  text(name: string, otherwise: string): string {
    return this.#get(name, (value) => typeof value === 'string') ?? otherwise;
  }

  tensor(name: string): OnnxTensor | undefined {
    return this.#get(name, (value): value is OnnxTensor => typeof value === 'object' && 'values' in value);
  }

  #get<T extends AttributeValue>(name: string, is: (value: AttributeValue) => value is T): T | undefined {
    const value = this.#attributes.get(name);
    if (value === undefined || is(value)) return value;
    throw new AppError('damaged', `Its attribute '${name}' is of the wrong kind.`);
  }
}

/** Inputs of a node; an optional one may be missing. */
export type Inputs = readonly (Value | undefined)[];

/** What an operator does: one value, or one for each output. Its shapes are ONNX's. */
export type Operator = (inputs: Inputs, call: Call) => Value | Value[];

export type OperatorTable = Readonly<Record<string, Operator>>;

/** An input that must be there. */
export function need(inputs: Inputs, at: number): Value {
  const value = inputs[at];
  if (value) return value;
  throw new AppError('damaged', `Its input ${at + 1} is missing.`);
}

/** What an operator can do beyond what is translated. */
export function notTranslated(what: string): AppError {
  return new AppError('unavailable', `${what} is not translated.`);
}
