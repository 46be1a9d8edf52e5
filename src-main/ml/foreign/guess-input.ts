import {
  portText,
  type NetworkForm,
  type NetworkInput,
  type NetworkOutput,
  type Port,
} from '../../../src-shared/models/network-ports.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ForeignModel } from '../network/foreign-model.ts';

/** What a network's file lets one suppose; a person decides. */
export interface Guess {
  input: Pick<NetworkInput, 'axes' | 'length'>;
  output: NetworkOutput;
  /** Numbers for a record; null: the file does not say. */
  classes: number | null;
}

/**
 * Supposes what the axes of a network mean: the first is the batch, one of size 1 means nothing, the other is time. Throws
 * AppError 'bad-input' for a network of several leads, or of records in fixed batches, and says how to export it.
 */
export function guessPorts({ input, output, ending }: ForeignModel, form: NetworkForm): Guess {
  const [batch] = input.shape;
  if (input.shape.length < 2 || input.shape.length > 4) {
    throw new AppError('bad-input', `The input ${portText(input)} is not (batch, samples) with axes of one channel.`);
  }
  if (batch !== null && batch !== undefined && batch > 1) {
    throw new AppError(
      'bad-input',
      `The network takes ${batch} records at a time: its input is ${portText(input)}. Export it with a free batch size, or with 1.`,
    );
  }
  const time = timeAxis(input, form);
  const leads = input.shape.find((size, axis) => axis > 0 && axis !== time && size !== 1 && size !== null);
  if (leads !== undefined) {
    throw new AppError(
      'bad-input',
      `The network takes ${leads} leads or channels: its input is ${portText(input)}. Records are classified and attacked by one lead: export a network of one, or this one within a module that makes its leads of one (x.repeat(1, ${leads}, 1)).`,
    );
  }
  const axes = input.shape.map((_, axis) => (axis === 0 ? 'batch' : axis === time ? 'time' : 'one'));
  const classes = classesOf(output);
  return {
    input: { axes, length: input.shape[time] ?? null },
    output: { name: output.name, gives: ending === 'linear' || ending === 'sigmoid' ? 'logits' : 'probabilities' },
    classes: classes === 1 ? 2 : classes,
  };
}

/** The largest axis after the first; where several are free, the last for ONNX (batch, channel, time), else the second. */
function timeAxis({ shape }: Port, form: NetworkForm): number {
  const free = shape.flatMap((size, axis) => (axis > 0 && size === null ? [axis] : []));
  if (free.length > 0) return (form === 'onnx' ? free.at(-1) : free[0]) as number;
  const sizes = shape.slice(1) as number[];
  return 1 + sizes.indexOf(Math.max(...sizes));
}

function classesOf({ shape }: Port): number | null {
  if (shape.length < 2) return null;
  const sizes = shape.slice(1).filter((size) => size !== 1);
  return sizes.length === 0 ? 1 : (sizes[0] ?? null);
}
