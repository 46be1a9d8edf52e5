import type { WritableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { ShownTrial } from '../../db/studies/trials.ts';
import type { PairSource } from './pair-source.ts';
import type { PresentedPair } from './presented-pair.ts';

/** By then the reply that brought the pair before is on its way, and no reader has answered it. */
const LATER_MS = 100;

/** As many readers as may read at once; a pair of a minute takes 300 kB. */
const MOST = 20;

/** Tracings of the pairs that come next, made while readers look at the ones before, so that nobody waits for them. */
export class PreparedPairs {
  readonly #pairs: PairSource;
  /** By the trial's id, the oldest first. */
  readonly #ready = new Map<string, PresentedPair>();

  constructor(pairs: PairSource) {
    this.#pairs = pairs;
  }

  /** `trial` is looked for when it is time. */
  prepare(db: WritableDB, study: StudyRow, trial: () => ShownTrial | undefined): void {
    setTimeout(() => {
      if (!db.open) return;
      try {
        const next = trial();
        if (!next || this.#ready.has(next.id)) return;
        this.#ready.set(next.id, this.#pairs.pair(db, study, next));
        for (const id of this.#ready.keys()) if (this.#ready.size > MOST) this.#ready.delete(id);
      } catch {
        // Whoever asks for this pair is told.
      }
    }, LATER_MS).unref();
  }

  /** Made now if it was not prepared. Throws AppError 'damaged' if its tracings are lost. */
  take(db: WritableDB, study: StudyRow, trial: ShownTrial): PresentedPair {
    const ready = this.#ready.get(trial.id);
    this.#ready.delete(trial.id);
    return ready ?? this.#pairs.pair(db, study, trial);
  }
}
