/**
 * One record for each position, no record twice, wherever that is possible at all (maximum bipartite matching by
 * augmenting paths, Kuhn 1955). `wishes[position]` are the records that would do, in the order of preference.
 * Returns position → record, with undefined where no assignment of all positions exists and this one stays empty.
 */
export function assignRecords(wishes: readonly (readonly string[])[]): (string | undefined)[] {
  const holder = new Map<string, number>();
  for (let position = 0; position < wishes.length; position++) seat(position, wishes, holder);
  const assigned = new Array<string | undefined>(wishes.length).fill(undefined);
  for (const [record, position] of holder) assigned[position] = record;
  return assigned;
}

/** Breadth-first search for a chain of swaps that frees a record for `position`; without one, nothing changes. */
function seat(position: number, wishes: readonly (readonly string[])[], holder: Map<string, number>): void {
  const reachedFrom = new Map<string, number>();
  const wanted = new Map<number, string>();
  const queue = [position];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const record of wishes[current] ?? []) {
      if (reachedFrom.has(record)) continue;
      reachedFrom.set(record, current);
      const other = holder.get(record);
      if (other === undefined) return swapAlong(record, reachedFrom, wanted, holder);
      wanted.set(other, record);
      queue.push(other);
    }
  }
}

function swapAlong(
  free: string,
  reachedFrom: ReadonlyMap<string, number>,
  held: ReadonlyMap<number, string>,
  holder: Map<string, number>,
): void {
  for (let record: string | undefined = free; record !== undefined;) {
    const position = reachedFrom.get(record) as number;
    holder.set(record, position);
    record = held.get(position);
  }
}
