/** What it gives, or undefined where it throws: a guess that cannot be made is none. */
export function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
