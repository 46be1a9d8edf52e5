import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { sumOf } from '../../../numeric/sums.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type OperatorTable } from './operator.ts';

/** A tensor whose axes have names of one letter. */
interface Named {
  x: tf.Tensor;
  axes: string[];
}

/**
 * Einstein's sum of tensors, 'bct,td->bcd', as one matrix product for each after the first, which every engine has with its
 * gradients. Axes are not repeated within a tensor, and the result is spelt out.
 */
export function einsum(equation: string, tensors: readonly tf.Tensor[]): tf.Tensor {
  const [lists = [], out = []] = axesIn(equation);
  if ([...lists, out].some((axes) => new Set(axes).size !== axes.length))
    throw notTranslated(`The sum '${excerpt(equation)}'`);
  if (
    lists.length !== tensors.length ||
    tensors.some(({ rank }, i) => rank !== lists[i]?.length) ||
    out.some((axis) => !lists.some((axes) => axes.includes(axis)))
  )
    throw new AppError('damaged', `The sum '${excerpt(equation)}' does not fit its inputs.`);
  const named = tensors.map((x, i): Named => ({ x, axes: lists[i] ?? [] }));
  const whole = named.slice(1).reduce((left, right, i) => {
    const later = [...lists.slice(i + 2).flat(), ...out];
    return product(summed(left, [...right.axes, ...later]), summed(right, [...left.axes, ...later]), later);
  }, named[0] as Named);
  return ordered(summed(whole, out), out);
}

/** The letters of each tensor and of the result. Throws AppError 'unavailable' for other ways to write a sum. */
function axesIn(equation: string): [string[][], string[]] {
  const bare = equation.replaceAll(' ', '');
  const [given = '', out, more] = bare.split('->');
  if (out === undefined || more !== undefined || !/^[a-z,]*$/i.test(given) || !/^[a-z]*$/i.test(out))
    throw notTranslated(`The sum '${excerpt(equation)}'`);
  return [given.split(',').map((axes) => Array.from(axes)), Array.from(out)];
}

/** Summed over the axes that nobody else has. */
function summed({ x, axes }: Named, others: readonly string[]): Named {
  const gone = axes.flatMap((axis, i) => (others.includes(axis) ? [] : i));
  return gone.length === 0 ? { x, axes } : { x: tf.sum(x, gone), axes: axes.filter((axis) => others.includes(axis)) };
}

/** `out`: the axes that are needed later. */
function product(a: Named, b: Named, out: readonly string[]): Named {
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const [batch, inner] = [shared.filter((axis) => out.includes(axis)), shared.filter((axis) => !out.includes(axis))];
  const [rows, columns] = [a, b].map(({ axes }) => axes.filter((axis) => !shared.includes(axis))) as [
    string[],
    string[],
  ];
  const sizes = new Map([a, b].flatMap(({ x, axes }) => axes.map((axis, i) => [axis, x.shape[i] as number] as const)));
  const size = (axes: readonly string[]): number => axes.reduce((total, axis) => total * (sizes.get(axis) ?? 1), 1);
  const left = tf.reshape(ordered(a, [...batch, ...rows, ...inner]), [size(batch), size(rows), size(inner)]);
  const right = tf.reshape(ordered(b, [...batch, ...inner, ...columns]), [size(batch), size(inner), size(columns)]);
  const axes = [...batch, ...rows, ...columns];
  return {
    x: tf.reshape(
      tf.matMul(left, right),
      axes.map((axis) => sizes.get(axis) as number),
    ),
    axes,
  };
}

function ordered({ x, axes }: Named, wanted: readonly string[]): tf.Tensor {
  return wanted.join() === axes.join()
    ? x
    : tf.transpose(
        x,
        wanted.map((axis) => axes.indexOf(axis)),
      );
}

/**
 * Multiplications of a sum of tensors of these shapes, two after two; of none where no axis is summed over, as for any other product
 * of numbers.
 */
export function einsumMultiplications(equation: string, shapes: readonly (readonly number[])[]): number {
  const [lists, out] = axesIn(equation);
  const sizes = new Map(lists.flatMap((axes, i) => axes.map((axis, at) => [axis, shapes[i]?.[at] ?? 1] as const)));
  let left = lists[0] ?? [];
  return sumOf(lists.slice(1), (right, i) => {
    const later = [...lists.slice(i + 2).flat(), ...out];
    const isUsed = (axis: string, other: readonly string[]): boolean => other.includes(axis) || later.includes(axis);
    const both = [
      ...new Set([...left.filter((axis) => isUsed(axis, right)), ...right.filter((axis) => isUsed(axis, left))]),
    ];
    left = both.filter((axis) => later.includes(axis));
    return left.length === both.length ? 0 : both.reduce((all, axis) => all * (sizes.get(axis) ?? 1), 1);
  });
}

export const EINSUM: OperatorTable = {
  Einsum(inputs, call) {
    const tensors = inputs.map((_, i) => need(inputs, i).plain());
    return Value.ofPlain(einsum(call.text('equation', ''), tensors));
  },
};
