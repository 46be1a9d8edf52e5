/** A function of a number that keeps its `count` most recently requested results. */
export function memoize<T>(count: number, make: (n: number) => T): (n: number) => T {
  const answers = new Map<number, T>();
  return (n) => {
    const answer = answers.get(n) ?? make(n);
    answers.delete(n);
    answers.set(n, answer);
    const oldest = answers.keys().next();
    if (answers.size > count && !oldest.done) answers.delete(oldest.value);
    return answer;
  };
}
