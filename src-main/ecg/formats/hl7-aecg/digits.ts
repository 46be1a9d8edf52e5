import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';

/** The whole numbers of a list that blanks divide (`-2 -2 3`). Throws AppError('damaged') that begins with `where`. */
export function wholeNumbers(text: string, where: string): Int32Array {
  let count = 0;
  for (const _ of text.matchAll(/\S+/g)) count += 1;
  const numbers = new Int32Array(count);
  let at = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    if (!/^[-+]?\d{1,9}(?:\.0*)?$/.test(word)) {
      throw new AppError('damaged', `${where}: value ${at + 1}, "${excerpt(word)}", is not a whole number of units.`);
    }
    numbers[at] = Number(word);
    at += 1;
  }
  if (count === 0) throw new AppError('damaged', `${where} holds no values.`);
  return numbers;
}
