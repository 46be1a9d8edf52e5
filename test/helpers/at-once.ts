/** What a generator that works in pieces returns, in one go; it runs in the browser too. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
