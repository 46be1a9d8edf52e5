import { gapPolicyText, type GapPolicy } from '../../../src-shared/datasets/gap-policy.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import type { IdentifyingKind } from '../formats/record/identifying-kind.ts';
import { countedRecords } from '../formats/format.ts';

const MOST_LISTED = 12;

interface ReadSignal {
  record: { lead: string; leads?: readonly unknown[] };
  /** Why other leads of it were not kept, one reason for each. */
  leadsNotKept: readonly string[];
  signalCount: number;
  hadGaps: boolean;
  scaled: boolean;
  identifying: readonly IdentifyingKind[];
}

/** Counts what an import chose for each record, for its notes. */
export class SignalTally {
  readonly #leads = new Map<string, number>();
  readonly #kept = new Map<string, number>();
  readonly #notKept = new Map<string, number>();
  readonly #identifying = new Map<string, number>();
  #several = 0;
  #gaps = 0;
  #scaled = 0;

  add({ record, leadsNotKept, signalCount, hadGaps, scaled, identifying }: ReadSignal): void {
    countUp(this.#leads, record.lead);
    if (record.leads !== undefined) countUp(this.#kept, `${record.leads.length + 1} leads`);
    for (const reason of leadsNotKept) countUp(this.#notKept, reason);
    for (const kind of new Set(identifying)) countUp(this.#identifying, kind);
    if (signalCount > 1) this.#several += 1;
    if (hadGaps) this.#gaps += 1;
    if (scaled) this.#scaled += 1;
  }

  notes(gaps: GapPolicy = { kind: 'refuse' }): string[] {
    const notes: string[] = [];
    if (this.#several > 0 || this.#leads.size > 1) {
      const several = `${countedRecords(this.#several, 'has', 'have')} several signals; `;
      notes.push(`${this.#several > 0 ? several : ''}read were ${listed(this.#leads)}.`);
    }
    if (this.#kept.size > 0) notes.push(`Kept with all their leads: records of ${listed(this.#kept)}.`);
    if (this.#notKept.size > 0) notes.push(`Leads that were not kept: ${listed(this.#notKept)}.`);
    if (this.#gaps > 0) notes.push(`${countedRecords(this.#gaps, 'has', 'have')} gaps: ${gapPolicyText(gaps)}.`);
    if (this.#scaled > 0) {
      notes.push(`${countedRecords(this.#scaled, 'was', 'were')} divided by a power of two to fit into 16 bits.`);
    }
    if (this.#identifying.size > 0) {
      notes.push(`What tells who a patient is was found and left out: ${listed(this.#identifying)}.`);
    }
    return notes;
  }
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `I (100), II (3)`, the most frequent first. */
function listed(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([key, n]) => `${excerpt(key)} (${n})`);
  return all.slice(0, MOST_LISTED).join(', ') + (all.length > MOST_LISTED ? ' and others' : '');
}
