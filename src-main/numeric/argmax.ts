/** The index of the largest value, the first of equal ones; −1 if there is none, or one is not a number. */
export function argmax(values: ArrayLike<number>): number {
  const all = Array.from(values);
  return all.indexOf(Math.max(...all));
}
