import { AppError } from '../../../src-shared/errors/app-error.ts';
import { npyNumbers, readNpy } from '../numpy/npy.ts';
import { readNpyTexts } from '../numpy/npy-texts.ts';
import type { GivenLabels, LabelSource, RecordsToLabel, SaidOfRecord } from './label-source.ts';
import { positionsOf } from './positions-of.ts';

/** An array of class indices in the order of the records, as Han et al. 2020 published theirs. */
export const classArray: LabelSource = {
  name: 'array of classes (.npy)',
  fileNames: ['labels.npy'],
  reads:
    'A class index (0 Normal, 1 AF, 2 Other, 3 Noise), a word or a code for each record in the order of the records, as Han et ' +
    'al. 2020 published theirs: one row (N,) or one column (N, 1). Names that end in a number, such as A00001, are looked up ' +
    'by it, so that a part of a dataset can be used with the array of the whole.',
  preference: (file) => (/(?:^|\/)labels\.npy$/i.test(file) ? 0 : undefined),
  accepts: (path) => path.toLowerCase().endsWith('.npy'),
  read: readClassArray,
};

function readClassArray(bytes: Buffer, fileName: string, { order }: RecordsToLabel): GivenLabels {
  const { shape, words } = wordsOf(bytes, fileName);
  const isOneEach = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!isOneEach) {
    const text = `${fileName} has the shape (${shape.join(', ')}); labels must be one for each record: (N,) or (N, 1).`;
    const cure = shape.length === 2 ? ' If it has a column for each class, save numpy.argmax(y, axis=1).' : '';
    throw new AppError('bad-input', `${text}${cure}`);
  }
  const positions = positionsOf(order, words.length, fileName);
  const said = words.map((word, index): [string, SaidOfRecord] => [
    positions.recordAt(index),
    { words: [word], where: `${fileName}, position ${index}` },
  ]);
  return { said: new Map(said), unusable: new Map(), positions };
}

function wordsOf(bytes: Buffer, fileName: string): { shape: number[]; words: string[] } {
  const texts = readNpyTexts(bytes, fileName);
  if (texts !== undefined) return texts;
  const array = readNpy(bytes, fileName);
  return { shape: array.shape, words: npyNumbers(array, fileName).map(String) };
}
