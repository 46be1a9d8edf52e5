/** Signals closer together than this are one key press: a terminal and a launcher may both pass it on. */
const SAME_PRESS_MS = 400;

/** How often a program looks whether its launcher still runs. */
const LAUNCHER_CHECK_MS = 1000;

/**
 * `npm start` runs the program in its place. If it is killed, no signal is passed on; the system then gives the program
 * another parent, and `stop` is called once. Does nothing for a program that was started by itself.
 */
export function onLauncherGone(stop: () => void, launcher = process.env['EQUIPOISE_LAUNCHER']): void {
  if (launcher === undefined || process.ppid !== Number(launcher)) return;
  const watch = setInterval(() => {
    if (process.ppid === Number(launcher)) return;
    clearInterval(watch);
    stop();
  }, LAUNCHER_CHECK_MS);
  watch.unref();
}

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
