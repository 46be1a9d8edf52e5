import { classesInWords } from '../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { copiesFor, type TrainOptions } from '../../../src-shared/models/train-options.ts';

/** The options with a number of copies for each class of the dataset. Throws AppError 'bad-input' where they have another number. */
export function checkedOptions(options: TrainOptions, { name, classes }: DatasetSummary): TrainOptions {
  const classCopies = copiesFor(options, classes);
  if (classCopies.length === classes.length) return { ...options, classCopies };
  throw new AppError(
    'bad-input',
    `The options name ${classCopies.length} numbers of copies (classCopies: ${classCopies.join(', ')}), and "${name}" has ${classes.length} classes: ${classesInWords(classes)}. Name one for each, or leave them out.`,
  );
}

/** What a model is called that nobody named. */
export function usualName({ model, half }: TrainOptions): string {
  return half === undefined ? model : `${model}-half-${half}`;
}
