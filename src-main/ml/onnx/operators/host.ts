import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { axisOf, broadcastShape, sizeOf } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { need, type Call, type Inputs, type OperatorTable } from './operator.ts';
import { rangesOf } from './slice.ts';

// What shapes are computed with: plain numbers instead of tensors, so that a batch or a length may be of any size.

/** The numbers of a row-major array by index, and how far apart the entries of each axis lie. */
function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(i + 1).reduce((product, n) => product * n, 1));
}

/** Every index of a shape, in order. */
function* indicesOf(shape: readonly number[]): Generator<number[]> {
  const size = sizeOf(shape);
  const strides = stridesOf(shape);
  for (let at = 0; at < size; at += 1) yield shape.map((n, axis) => Math.floor(at / (strides[axis] as number)) % n);
}

/** One by one; what is larger is no arithmetic of shapes. */
const MOST_ONE_BY_ONE = 2 ** 20;
const MOST_FILLED = 2 ** 24;

function make(shape: readonly number[], kind: Value['kind'], at: (index: number[]) => number): Value {
  checkSize(shape, MOST_ONE_BY_ONE);
  return Value.ofNumbers(Array.from(indicesOf(shape), at), shape, kind);
}

function checkSize(shape: readonly number[], most: number): number {
  const size = sizeOf(shape);
  if (size <= most) return size;
  throw new AppError('bad-input', `It makes ${shape.join(' × ')} numbers without a record; ${most} are the most.`);
}

/** The number of x that broadcasting puts at an index. */
function at(x: Value, index: readonly number[]): number {
  const strides = stridesOf(x.shape);
  const lead = index.length - x.rank;
  const place = x.shape.reduce(
    (sum, n, i) => sum + (n === 1 ? 0 : (index[lead + i] as number)) * (strides[i] as number),
    0,
  );
  return x.numbers?.[place] as number;
}

type Whole = (...numbers: number[]) => number;

function pointwise(inputs: Inputs, kind: Value['kind'] | undefined, f: Whole): Value {
  const values = inputs.map((_, i) => need(inputs, i));
  const shape = broadcastShape(...values.map((value) => value.shape));
  return make(shape, kind ?? (values.at(-1) as Value).kind, (index) => f(...values.map((value) => at(value, index))));
}

const truth = (value: boolean): number => (value ? 1 : 0);

const ARITHMETIC: Readonly<Record<string, Whole>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Min: Math.min,
  Max: Math.max,
  Neg: (a) => -a,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sqrt: Math.sqrt,
  Pow: (a, b) => a ** b,
};

const COMPARISONS: Readonly<Record<string, Whole>> = {
  Equal: (a, b) => truth(a === b),
  Greater: (a, b) => truth(a > b),
  GreaterOrEqual: (a, b) => truth(a >= b),
  Less: (a, b) => truth(a < b),
  LessOrEqual: (a, b) => truth(a <= b),
  And: (a, b) => truth(a !== 0 && b !== 0),
  Or: (a, b) => truth(a !== 0 || b !== 0),
  Not: (a) => truth(a === 0),
};

function table(entries: Readonly<Record<string, Whole>>, kind?: Value['kind']): OperatorTable {
  return Object.fromEntries(Object.entries(entries).map(([name, f]) => [name, (inputs) => pointwise(inputs, kind, f)]));
}

function concatenated(inputs: Inputs, call: Call): Value {
  const values = inputs.map((_, i) => need(inputs, i));
  const first = need(inputs, 0);
  const axis = axisOf(call.number('axis', 0), first.rank);
  const ends: number[] = [];
  for (const value of values) ends.push((ends.at(-1) ?? 0) + (value.shape[axis] ?? 0));
  const shape = first.shape.map((n, i) => (i === axis ? (ends.at(-1) as number) : n));
  return make(shape, first.kind, (index) => {
    const part = ends.findIndex((end) => (index[axis] as number) < end);
    const own = index.map((n, i) => (i === axis ? n - (ends[part - 1] ?? 0) : n));
    return at(values[part] as Value, own);
  });
}

function reducedBy(inputs: Inputs, call: Call, f: (a: number, b: number) => number): Value {
  const x = need(inputs, 0);
  const numbers = Array.from(x.numbers ?? []);
  if (x.rank > 1 || numbers.length === 0)
    throw new AppError('unavailable', 'Of more than one axis it is not translated.');
  const value = numbers.reduce(f);
  return Value.ofNumbers([value], call.number('keepdims', 1) === 1 ? [1] : [], x.kind);
}

export const HOST: OperatorTable = {
  ...table(ARITHMETIC),
  ...table(COMPARISONS, 'bool'),
  Div: (inputs) =>
    pointwise(inputs, undefined, need(inputs, 0).kind === 'float' ? (a, b) => a / b : (a, b) => Math.trunc(a / b)),
  Mod: (inputs) => pointwise(inputs, undefined, (a, b) => a - b * Math.floor(a / b)),
  Where: (inputs) => pointwise(inputs, undefined, (condition, yes, no) => (condition !== 0 ? yes : no)),
  ReduceProd: (inputs, call) => reducedBy(inputs, call, (a, b) => a * b),
  ReduceSum: (inputs, call) => reducedBy(inputs, call, (a, b) => a + b),
  ReduceMax: (inputs, call) => reducedBy(inputs, call, Math.max),
  ReduceMin: (inputs, call) => reducedBy(inputs, call, Math.min),
  Concat: concatenated,
  Cast(inputs, call) {
    const to = call.number('to', 1);
    const float = to === 1 || to === 10 || to === 11 || to === 16;
    const kind = float ? 'float' : to === 9 ? 'bool' : 'int';
    return pointwise(inputs, kind, float ? (a) => a : to === 9 ? (a) => truth(a !== 0) : Math.trunc);
  },
  Gather(inputs, call) {
    const [x, indices] = [need(inputs, 0), need(inputs, 1)];
    const axis = axisOf(call.number('axis', 0), x.rank);
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return make(shape, x.kind, (index) => {
      const asked = axisOf(at(indices, index.slice(axis, axis + indices.rank)), x.shape[axis] as number);
      return at(x, [...index.slice(0, axis), asked, ...index.slice(axis + indices.rank)]);
    });
  },
  Slice(inputs, call) {
    const x = need(inputs, 0);
    const ranges = rangesOf(inputs, call, x.shape);
    const shape = x.shape.map((n, axis) => ranges.find((range) => range.axis === axis)?.count ?? n);
    return make(shape, x.kind, (index) => {
      const source = index.map((n, axis) => {
        const range = ranges.find((one) => one.axis === axis);
        return range ? range.start + n * range.step : n;
      });
      return at(x, source);
    });
  },
  Transpose(inputs, call) {
    const x = need(inputs, 0);
    const order = call.numbers('perm') ?? [...x.shape.keys()].reverse();
    const shape = order.map((axis) => x.shape[axis] as number);
    return make(shape, x.kind, (index) =>
      at(
        x,
        [...x.shape.keys()].map((axis) => index[order.indexOf(axis)] as number),
      ),
    );
  },
  Expand: (inputs) => {
    const x = need(inputs, 0);
    return make(broadcastShape(x.shape, need(inputs, 1).known()), x.kind, (index) => at(x, index));
  },
  ConstantOfShape(inputs, call) {
    const shape = need(inputs, 0).known();
    if (shape.some((n) => !(n >= 0))) throw new AppError('damaged', `It makes the shape ${shape.join(' × ')}.`);
    const tensor = call.tensor('value');
    const filled = new Float32Array(checkSize(shape, MOST_FILLED)).fill(tensor?.values[0] ?? 0);
    return Value.ofNumbers(filled, shape, tensor?.kind ?? 'float');
  },
  Range(inputs) {
    const [start, limit, step] = [0, 1, 2].map((i) => need(inputs, i).known()[0] ?? 0) as [number, number, number];
    const count = Math.max(0, Math.ceil((limit - start) / step));
    if (!Number.isFinite(count)) throw new AppError('damaged', 'It counts without end.');
    checkSize([count], MOST_FILLED);
    const numbers = Float64Array.from({ length: count }, (_, i) => start + i * step);
    return Value.ofNumbers(numbers, [count], need(inputs, 0).kind);
  },
};
