/** At least one row. */
export type Group<Row> = [Row, ...Row[]];

/** The rows of each key, keys in the order in which they first occur. */
export function groupRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Group<Row>[] {
  const steps = groupSteps(rows, keyOf);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same; yields after each row. */
export function* groupSteps<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Generator<void, Group<Row>[]> {
  const groups = new Map<string, Group<Row>>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
    yield;
  }
  return [...groups.values()];
}

/** Every pair of the items, in order. */
export function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((first, i) => items.slice(i + 1).map((second): [Item, Item] => [first, second]));
}
