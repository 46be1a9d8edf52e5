/**
 * One record for each position, no record twice, wherever that is possible at all (maximum bipartite matching by
 * augmenting paths, Kuhn 1955). `wishes[position]` are the records that would do, in the order of preference.
 * Returns position → record, with undefined where no assignment of all positions exists and this one stays empty.
 */
export function assignRecords(wishes: readonly (readonly string[])[]): (string | undefined)[] {
  const slots = wishes.map((each, position) => ({ group: '', key: String(position), wishes: each }));
  return fillSlots(slots, new Map([['', slots.length]]));
}

/** A position that may stay empty. */
export interface Slot {
  /** Of a group no more slots are filled than it needs. */
  group: string;
  /** Of the slots of one key one is filled. */
  key: string;
  wishes: readonly string[];
}

/**
 * The same for slots, in their order, until each group has as many as `needed` says: a slot that is filled stays so, and
 * one that finds no record, however those before it are assigned, stays empty.
 */
export function fillSlots(slots: readonly Slot[], needed: ReadonlyMap<string, number>): (string | undefined)[] {
  const holder = new Map<string, number>();
  const filled = new Map<string, number>();
  const taken = new Set<string>();
  const wishes = slots.map((slot) => slot.wishes);
  slots.forEach(({ group, key }, position) => {
    const inGroup = filled.get(group) ?? 0;
    if (taken.has(key) || inGroup >= (needed.get(group) ?? 0)) return;
    const before = holder.size;
    seat(position, wishes, holder);
    if (holder.size === before) return;
    taken.add(key);
    filled.set(group, inGroup + 1);
  });
  const assigned = new Array<string | undefined>(slots.length).fill(undefined);
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
