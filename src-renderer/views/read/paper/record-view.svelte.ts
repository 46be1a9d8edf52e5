import type { TrialEventKind } from '../../../../src-shared/study/trial-events.ts';
import type { PaperView } from './paper-view.svelte.ts';

interface Log {
  record(kind: TrialEventKind, value?: number | string, atMs?: number): void;
}

/** A view that is left sooner was passed by on the way to another. */
const SETTLED_MS = 250;

/**
 * Records which seconds are seen from when on, and what a reader has set of the paper: all of it at the start of a trial
 * and after a change. To be called while a component is set up.
 */
export function recordView(trialId: () => string, paper: PaperView, log: Log): void {
  let [trial, seen] = ['', ''];
  $effect(() => {
    const [id, now] = [trialId(), paper.seconds];
    if (now === '') return;
    if (id !== trial) {
      [trial, seen] = [id, now];
      log.record('view', now);
      return;
    }
    const atMs = performance.now();
    const timer = setTimeout(() => {
      if (now !== seen) log.record('view', now, atMs);
      seen = now;
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  });
  for (const kind of ['speed', 'gain', 'filter', 'theme'] as const) {
    $effect(() => {
      trialId();
      const set = paper.choices[kind];
      if (set !== undefined) log.record(kind, set);
    });
  }
  $effect(() => {
    const { used } = paper.calipers;
    if (used !== null) log.record('caliper', used.text);
  });
}
