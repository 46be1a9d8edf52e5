import type { TrialEventKind } from '../../../src-shared/study/trial-events.ts';
import type { TrialLog } from './trial-log.ts';

/** Where attention may go, and what the log says of it: when it went, and when it was back. */
const REASONS = {
  window: ['focus-lost', 'focus-back'],
  page: ['hidden', 'visible'],
  cover: ['covered', 'uncovered'],
} as const satisfies Record<string, readonly [TrialEventKind, TrialEventKind]>;

type Reason = keyof typeof REASONS;

/**
 * Counts how often the reader's attention went elsewhere. Leaving a window fires several events and a pause often
 * comes with one; from the first of them until everything is back, it is one loss. The log has each of them.
 */
export class Attention {
  readonly #log: TrialLog;
  #away = new Set<Reason>();
  #losses = 0;

  constructor(log: TrialLog) {
    this.#log = log;
  }

  /** `reason` has begun (the window lost focus, the page is hidden, the cover is down) or ended. */
  set(reason: Reason, away: boolean): void {
    if (away === this.#away.has(reason)) return;
    this.#log.record(REASONS[reason][away ? 0 : 1]);
    if (away && this.#away.size === 0) this.#losses += 1;
    if (away) this.#away.add(reason);
    else this.#away.delete(reason);
  }

  get losses(): number {
    return this.#losses;
  }

  /** For the next trial. Being away already counts there too: that trial began without the reader. */
  startOver(): void {
    this.#losses = this.#away.size === 0 ? 0 : 1;
    this.#log.startOver();
    for (const reason of this.#away) this.#log.record(REASONS[reason][0]);
  }
}
