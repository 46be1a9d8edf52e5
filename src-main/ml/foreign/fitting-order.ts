/** Of all records that were tried: an order of classes that fits fewer may be chance. */
const LEAST_FITTING = 0.8;
const MOST_BEFORE = 0.5;
const LEAST_PER_CLASS = 2;

/**
 * The order of classes in which a network would give most records their label, where it gives few as it stands: whoever named its
 * classes had them in another order. Undefined where the order fits, or no other one does.
 * @param tried of each record the class of its label, and the one that the network found
 * @returns for each output the class that it stands for
 */
export function fittingOrder(
  tried: readonly { label: number; found: number }[],
  classes: number,
): { order: number[]; right: number } | undefined {
  const right = tried.filter(({ label, found }) => label === found).length;
  if (tried.length < LEAST_PER_CLASS * classes || right > MOST_BEFORE * tried.length) return undefined;
  const counts = new Map<number, number>();
  for (const { label, found } of tried) {
    const pair = found * classes + label;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const order: (number | undefined)[] = Array.from({ length: classes }, () => undefined);
  let fitting = 0;
  for (const [pair, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    const [found, label] = [Math.floor(pair / classes), pair % classes];
    if (order[found] !== undefined || order.includes(label)) continue;
    order[found] = label;
    fitting += count;
  }
  if (fitting < LEAST_FITTING * tried.length) return undefined;
  // Classes that no record showed keep their place among what is left.
  const left = Array.from({ length: classes }, (_, label) => label).filter((label) => !order.includes(label));
  return { order: order.map((label) => label ?? (left.shift() as number)), right: fitting };
}
