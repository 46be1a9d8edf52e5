import * as tf from '@tensorflow/tfjs-core';
import type { ElementKind, OnnxTensor } from '../file/onnx-model.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { sameShape, sizeOf } from './shapes.ts';

type Numbers = ArrayLike<number>;

/** Tensors that outlive a run: what is made of weights alone. */
export type Kept = Set<tf.Tensor>;

/**
 * A value of the graph. Its shape is ONNX's (batch, channels, …); its numbers lie in an array (weights, and the integers
 * that shapes are computed with), on the engine as they are ('plain'), or on the engine with channels last, (batch, rows,
 * time, channels), as convolutions take and give them. It is brought into another form only when somebody asks.
 */
export class Value {
  static #count = 0;
  /** Tells values apart, in names of what is made of several. */
  readonly id = (Value.#count += 1);
  readonly shape: readonly number[];
  readonly kind: ElementKind;
  /** Set where the numbers are known without the engine. */
  readonly numbers: Numbers | undefined;
  /** The ends of its element type, where it is one of few bits. */
  readonly range: OnnxTensor['range'];
  #plain: tf.Tensor | undefined;
  #last: tf.Tensor4D | undefined;
  #kept: Kept | undefined;
  readonly #derived = new Map<string, tf.Tensor>();

  private constructor(shape: readonly number[], kind: ElementKind, numbers?: Numbers, range?: OnnxTensor['range']) {
    this.shape = shape;
    this.kind = kind;
    this.numbers = numbers;
    this.range = range;
  }

  static ofNumbers(numbers: Numbers, shape: readonly number[], kind: ElementKind, range?: OnnxTensor['range']): Value {
    return new Value(shape, kind, numbers, range);
  }

  static ofPlain(tensor: tf.Tensor): Value {
    const kind = tensor.dtype === 'bool' ? 'bool' : tensor.dtype === 'int32' ? 'int' : 'float';
    const value = new Value(tensor.shape, kind);
    value.#plain = tensor;
    return value;
  }

  /** `stored` (batch, rows, time, channels) as a value of rank 3 (with one row) or 4. */
  static ofLast(stored: tf.Tensor, rank: number): Value {
    const [batch, rows, time, channels] = stored.shape as [number, number, number, number];
    const kind = stored.dtype === 'bool' ? 'bool' : stored.dtype === 'int32' ? 'int' : 'float';
    const value = new Value(rank === 3 ? [batch, channels, time] : [batch, channels, rows, time], kind);
    value.#last = stored as tf.Tensor4D;
    return value;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** Whether it lies with its channels last, and nowhere else. */
  get isLast(): boolean {
    return this.#last !== undefined && this.#plain === undefined;
  }

  get isConstant(): boolean {
    return this.#kept !== undefined;
  }

  /** Says that it is the same in every run: what is made of it is kept in `kept`. */
  makeConstant(kept: Kept): void {
    this.#kept = kept;
    for (const tensor of [this.#plain, this.#last]) if (tensor) this.#keep(tensor);
  }

  /** Its numbers, for shapes and bounds. AppError 'unavailable' where they depend on the samples. */
  known(): number[] {
    if (this.numbers) return Array.from(this.numbers);
    throw new AppError('unavailable', 'It takes a shape or an index that depends on the samples of the record.');
  }

  /** Its numbers in ONNX's own order. */
  plain(): tf.Tensor {
    return (this.#plain ??= this.#keep(this.#makePlain()));
  }

  /** (batch, rows, time, channels) of a value of rank 3 or 4. */
  last(): tf.Tensor4D {
    return (this.#last ??= this.#keep(channelsLast(this.plain(), this.shape)));
  }

  /** As it lies, where the order does not matter: `stored` and what makes a value of the same order of the result. */
  asStored(): { stored: tf.Tensor; wrap: (result: tf.Tensor) => Value } {
    if (!this.isLast) return { stored: this.plain(), wrap: (result) => Value.ofPlain(result) };
    return { stored: this.last(), wrap: (result) => Value.ofLast(result, this.rank) };
  }

  /** The same numbers in another shape; channels stay last where that is free. */
  reshaped(shape: readonly number[]): Value {
    if (sameShape(shape, this.shape)) return this;
    if (sizeOf(shape) !== sizeOf(this.shape))
      throw new AppError('damaged', `It brings ${this.shape.join(' × ')} numbers into the shape ${shape.join(' × ')}.`);
    if (this.numbers) return Value.ofNumbers(this.numbers, shape, this.kind);
    const [batch, channels, a = 1, b] = shape as [number, number, number, number | undefined];
    const staysLast =
      this.isLast &&
      (shape.length === 3 || shape.length === 4) &&
      batch === this.shape[0] &&
      channels === this.shape[1];
    if (!staysLast) return Value.ofPlain(tf.reshape(this.plain(), [...shape]));
    const stored = b === undefined ? [batch, 1, a, channels] : [batch, a, b, channels];
    return Value.ofLast(tf.reshape(this.last(), stored), shape.length);
  }

  /** A tensor made of this value alone, such as a kernel in the engine's order; made once where it is constant. */
  derived(key: string, make: () => tf.Tensor): tf.Tensor {
    const found = this.#derived.get(key);
    if (found) return found;
    const made = this.#keep(make());
    if (this.#kept) this.#derived.set(key, made);
    return made;
  }

  #makePlain(): tf.Tensor {
    if (this.numbers) {
      const type = this.kind === 'float' ? 'float32' : this.kind === 'bool' ? 'bool' : 'int32';
      const values = type === 'float32' ? Float32Array.from(this.numbers) : Int32Array.from(this.numbers, clamped);
      return tf.tensor(type === 'bool' ? Uint8Array.from(values) : values, [...this.shape], type);
    }
    return channelsSecond(this.#last as tf.Tensor4D, this.shape);
  }

  #keep<T extends tf.Tensor>(tensor: T): T {
    if (this.#kept === undefined || this.#kept.has(tensor)) return tensor;
    this.#kept.add(tensor);
    return tf.keep(tensor);
  }
}

/** 64-bit integers that stand for "to the end" become the largest of 32 bits. */
function clamped(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));
}

function channelsSecond(stored: tf.Tensor4D, shape: readonly number[]): tf.Tensor {
  const [batch, rows, time, channels] = stored.shape;
  if (channels === 1 || rows * time === 1) return tf.reshape(stored, [...shape]);
  if (shape.length === 4) return tf.transpose(stored, [0, 3, 1, 2]);
  return tf.transpose(tf.reshape(stored, [batch, time, channels]), [0, 2, 1]);
}

function channelsLast(plain: tf.Tensor, shape: readonly number[]): tf.Tensor4D {
  const [batch, channels, a, b] = shape as [number, number, number, number | undefined];
  const [rows, time] = b === undefined ? [1, a] : [a, b];
  if (channels === 1 || rows * time === 1) return tf.reshape(plain, [batch, rows, time, channels]) as tf.Tensor4D;
  const moved = b === undefined ? tf.transpose(plain, [0, 2, 1]) : tf.transpose(plain, [0, 2, 3, 1]);
  return tf.reshape(moved, [batch, rows, time, channels]) as tf.Tensor4D;
}

/** Where an axis of a value of rank 3 or 4 lies when its channels are last. */
export function storedAxis(axis: number, rank: number): number {
  return ((rank === 3 ? [0, 3, 2] : [0, 3, 1, 2]) as number[])[axis] as number;
}
