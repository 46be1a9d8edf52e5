/** Signals closer together than this are one key press: a terminal and a launcher may both pass it on. */
const SAME_PRESS_MS = 400;

export interface StopHandlers {
  /** Shuts the program down cleanly; called once. */
  stop: (signal: NodeJS.Signals) => void;
  /** Ends it at once; called when a person insists. */
  force: (signal: NodeJS.Signals) => void;
  now?: () => number;
}

/** Ends on Ctrl-C, a plain `kill` and a closed terminal; on a second press at once. Returns how to stop listening. */
export function onStopSignals(source: NodeJS.EventEmitter, { stop, force, now = Date.now }: StopHandlers): () => void {
  let firstAt: number | null = null;
  const listen = (signal: NodeJS.Signals): void => {
    if (firstAt === null) {
      firstAt = now();
      stop(signal);
    } else if (now() - firstAt > SAME_PRESS_MS) {
      force(signal);
    }
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) source.on(signal, listen);
  return () => {
    for (const signal of signals) source.off(signal, listen);
  };
}
