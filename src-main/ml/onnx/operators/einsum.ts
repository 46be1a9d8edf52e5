import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type OperatorTable } from './operator.ts';

/** A tensor whose axes have names of one letter. */
interface Named {
  x: tf.Tensor;
  axes: string[];
}

/**
 * Einstein's sum of one or two tensors, 'bct,td->bcd', as one matrix product, which every engine has with its gradients. Axes
 * are not repeated within a tensor, and the result is spelt out.
 */
function einsum(equation: string, tensors: readonly tf.Tensor[]): tf.Tensor {
  const found = /^([a-z]*)(?:,([a-z]*))?->([a-z]*)$/i.exec(equation);
  const [a, b, out] = found?.slice(1).map((part) => Array.from((part as string | undefined) ?? '')) ?? [];
  const lists = [a, b, out];
  const simple = a !== undefined && b !== undefined && out !== undefined && tensors.length <= 2;
  if (!simple || lists.some((axes) => new Set(axes).size !== axes?.length))
    throw notTranslated(`The sum '${excerpt(equation)}'`);
  const [first, second] = tensors as [tf.Tensor, tf.Tensor | undefined];
  if (
    first.rank !== a.length ||
    (second?.rank ?? 0) !== b.length ||
    out.some((axis) => !a.includes(axis) && !b.includes(axis))
  )
    throw new AppError('damaged', `The sum '${excerpt(equation)}' does not fit its inputs.`);
  const left = summed({ x: first, axes: a }, [...b, ...out]);
  const whole = second === undefined ? left : product(left, summed({ x: second, axes: b }, [...a, ...out]), out);
  return ordered(whole, out);
}

/** Summed over the axes that nobody else has. */
function summed({ x, axes }: Named, others: readonly string[]): Named {
  const gone = axes.flatMap((axis, i) => (others.includes(axis) ? [] : i));
  return gone.length === 0 ? { x, axes } : { x: tf.sum(x, gone), axes: axes.filter((axis) => others.includes(axis)) };
}

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

/** Multiplications of a sum of two tensors of these shapes; 0 where none of its axes is summed over, as for any other product of numbers. */
export function einsumMultiplications(
  equation: string,
  shapes: readonly [readonly number[], readonly number[]],
): number {
  const [a = '', b = '', out = ''] = equation.replaceAll(' ', '').split(/,|->/);
  const sizes = new Map(
    [a, b].flatMap((axes, i) => Array.from(axes, (axis, at) => [axis, shapes[i]?.[at] ?? 1] as const)),
  );
  const multiplied = [...sizes].filter(([axis]) => out.includes(axis) || (a.includes(axis) && b.includes(axis)));
  if (multiplied.every(([axis]) => out.includes(axis))) return 0;
  return multiplied.reduce((product, [, size]) => product * size, 1);
}

export const EINSUM: OperatorTable = {
  Einsum(inputs, call) {
    const tensors = inputs.map((_, i) => need(inputs, i).plain());
    return Value.ofPlain(einsum(call.text('equation', '').replaceAll(' ', ''), tensors));
  },
};
