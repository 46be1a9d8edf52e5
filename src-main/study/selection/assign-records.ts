/**
 * One record for each place, no record twice, wherever that is possible at all (maximum bipartite matching by
 * augmenting paths, Kuhn 1955). `wishes[place]` are the records that would do, in the order of preference.
 * Returns place → record, with undefined where no assignment of all places exists and this one stays empty.
 */
export function assignRecords(wishes: readonly (readonly string[])[]): (string | undefined)[] {
  const holder = new Map<string, number>();
  for (let place = 0; place < wishes.length; place++) seat(place, wishes, holder);
  const assigned = new Array<string | undefined>(wishes.length).fill(undefined);
  for (const [record, place] of holder) assigned[place] = record;
  return assigned;
}

/** Breadth-first search for a chain of swaps that frees a record for `place`; without one, nothing changes. */
function seat(place: number, wishes: readonly (readonly string[])[], holder: Map<string, number>): void {
  const reachedFrom = new Map<string, number>();
  const wanted = new Map<number, string>();
  const queue = [place];
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
    const place = reachedFrom.get(record) as number;
    holder.set(record, place);
    record = held.get(place);
  }
}
