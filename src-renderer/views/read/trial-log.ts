import { MAX_EVENTS, type TrialEvent, type TrialEventKind } from '../../../src-shared/study/trial-events.ts';

interface Entry {
  kind: TrialEventKind;
  /** Of performance.now. */
  atMs: number;
  value?: number | string;
}

/** What happens while a trial is shown, apart from its answer. */
export class TrialLog {
  #entries: Entry[] = [];

  record(kind: TrialEventKind, value?: number | string, atMs = performance.now()): void {
    const room = MAX_EVENTS - 1 - this.#entries.length;
    if (room > 0) this.#entries.push({ kind, atMs, ...(value !== undefined && { value }) });
    else if (room === 0) this.#entries.push({ kind: 'overflow', atMs });
  }

  /** All of it, with the times since the tracings were shown. */
  since(shownAtMs: number): TrialEvent[] {
    return this.#entries
      .toSorted((a, b) => a.atMs - b.atMs)
      .map((entry) => ({ ...entry, atMs: Math.round(Math.max(0, entry.atMs - shownAtMs)) }));
  }

  /** For the next trial. */
  startOver(): void {
    this.#entries = [];
  }
}
