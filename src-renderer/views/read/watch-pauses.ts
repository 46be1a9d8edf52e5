import type { TrialLog } from './trial-log.ts';

/** How long a reader may touch nothing before it counts as a pause, ms. */
const PAUSE_MS = 120_000;
/** The watch looks at its clocks this often; one that stood still much longer slept. */
const LOOK_MS = 1000;
const SLEPT_MS = 15_000;
/** A page that is not seen may be woken once a minute only. */
const HIDDEN_SLEPT_MS = 90_000;

const TOUCHES = ['keydown', 'pointermove', 'pointerdown', 'wheel', 'touchstart'] as const;

/**
 * Records, while a trial is read, pauses of over two minutes, sleep of the computer, and full screen being left or entered, until the returned
 * function is called. A monotonic clock may stand still while the computer sleeps, so both clocks are looked at.
 */
export function watchPauses(log: TrialLog, shownAtMs: () => number | null): () => void {
  const stop = new AbortController();
  const options = { capture: true, passive: true, signal: stop.signal };
  let touchedAtMs = performance.now();
  const touched = (): void => {
    const now = performance.now();
    const shown = shownAtMs();
    const still = shown === null ? 0 : now - Math.max(touchedAtMs, shown);
    if (still > PAUSE_MS) log.record('paused', Math.round(still), now);
    touchedAtMs = now;
  };
  for (const kind of TOUCHES) window.addEventListener(kind, touched, options);
  const fullScreen = (): void => log.record(document.fullscreenElement ? 'full-screen-entered' : 'full-screen-left');
  document.addEventListener('fullscreenchange', fullScreen, options);

  let [lookedAtMs, wallMs] = [performance.now(), Date.now()];
  const look = (): void => {
    const gap = Math.max(performance.now() - lookedAtMs, Date.now() - wallMs);
    if (shownAtMs() !== null && gap > (document.hidden ? HIDDEN_SLEPT_MS : SLEPT_MS))
      log.record('slept', Math.round(gap));
    [lookedAtMs, wallMs] = [performance.now(), Date.now()];
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    stop.abort();
  };
}
