import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { OnnxNode } from '../file/onnx-model.ts';
import { HOST, isTranslated, OPERATORS } from '../operators/index.ts';
import { Call, type Inputs } from '../operators/operator.ts';
import { Value, type Kept } from '../values/value.ts';
import { multiplicationsOf } from './multiplications.ts';
import type { Plan } from './simplify.ts';

/** Shapes and indices have fewer numbers; weights are faster on the engine. */
const MOST_ON_HOST = 4096;

/** A graph on this process's engine. */
export interface Program {
  /** The output of an input in ONNX's order; `without`: nodes that give their first input instead. */
  run(x: tf.Tensor, without?: ReadonlySet<OnnxNode>): tf.Tensor;
  /** Of one run over this input. */
  multiplications(x: tf.Tensor): number;
  dispose(): void;
}

/**
 * Prepares a plan: what depends on weights alone is computed now. Throws AppError 'unavailable', with every operator that
 * stops it in `operators`, where one is not translated.
 */
export function prepare(plan: Plan, input: string, opset: number): Program {
  const stopping = [...new Set(plan.nodes.map(({ op }) => op).filter((op) => !isTranslated(op)))].sort();
  if (stopping.length > 0) throw untranslatable(stopping);
  const kept: Kept = new Set();
  const constants = new Map<string, Value>();
  for (const [name, { values, shape, kind, range }] of plan.weights) {
    const value = Value.ofNumbers(values, shape, kind, range);
    value.makeConstant(kept);
    constants.set(name, value);
  }
  const dispose = (): void => {
    tf.dispose([...kept]);
    kept.clear();
  };
  try {
    const steps = plan.nodes.filter((node) => !isFixed(node, constants, kept, opset));
    const execute = (
      x: tf.Tensor,
      without: ReadonlySet<OnnxNode>,
      count?: (multiplications: number) => void,
    ): tf.Tensor =>
      tf.tidy(() => {
        const values = new Map([[input, Value.ofPlain(x)]]);
        const find = (name: string): Value | undefined => values.get(name) ?? constants.get(name);
        for (const node of steps) {
          const inputs = node.inputs.map(find);
          const results = without.has(node) ? inputs.slice(0, 1) : compute(node, inputs, opset);
          if (results[0] !== undefined) count?.(multiplicationsOf(node, inputs, results[0]));
          node.outputs.forEach((name, i) => {
            const value = results[i];
            if (value) values.set(name, value);
          });
        }
        const output = find(plan.output)?.plain();
        if (output === undefined) throw new AppError('damaged', `Nothing gives '${excerpt(plan.output)}'.`);
        // What a caller disposes must be its own.
        return output === x || kept.has(output) ? tf.clone(output) : output;
      });
    return {
      run: (x, without = new Set()) => execute(x, without),
      multiplications: (x) => {
        let all = 0;
        execute(x, new Set(), (own) => (all += own)).dispose();
        return all;
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Says which operators of a model have no differentiable translation here. */
function untranslatable(operators: readonly string[]): AppError {
  const names = operators.map(excerpt).join(', ');
  const text = `Not every operator of the model has a translation with gradients: ${names} has none. It can be attacked as a black box.`;
  return new AppError('unavailable', text, { operators: [...operators] });
}

/** Whether a node depends on weights alone; its results are computed once and become constants. */
function isFixed(node: OnnxNode, constants: Map<string, Value>, kept: Kept, opset: number): boolean {
  if (!node.inputs.every((name) => name === '' || constants.has(name))) return false;
  tf.tidy(() => {
    const inputs = node.inputs.map((name) => constants.get(name));
    compute(node, inputs, opset).forEach((value, i) => {
      // An operator may hand on its input.
      if (!inputs.includes(value)) value.makeConstant(kept);
      constants.set(node.outputs[i] ?? '', value);
    });
  });
  return true;
}

function compute(node: OnnxNode, inputs: Inputs, opset: number): Value[] {
  const small = inputs.every((value) => value === undefined || (value.numbers?.length ?? Infinity) <= MOST_ON_HOST);
  const onHost = small || (OPERATORS[node.op] === undefined && inputs.every((value) => value?.numbers !== undefined));
  const operator = (onHost && Object.hasOwn(HOST, node.op) ? HOST : OPERATORS)[node.op];
  try {
    if (operator === undefined) throw new AppError('unavailable', 'Of samples of the record it is not translated.');
    const result = operator(inputs, new Call(node, opset));
    return Array.isArray(result) ? result : [result];
  } catch (cause) {
    const { code, message } = AppError.from(cause);
    const text = `Node '${excerpt(node.name)}' (${excerpt(node.op)}): ${message}`;
    throw new AppError(
      code === 'internal' ? 'damaged' : code,
      text,
      code === 'unavailable' ? { operators: [node.op] } : undefined,
      { cause },
    );
  }
}
