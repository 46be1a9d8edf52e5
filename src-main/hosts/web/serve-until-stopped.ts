import { AppError } from '../../../src-shared/errors/app-error.ts';
import { onLauncherGone, onStopSignals } from '../stop-signals.ts';

/** A host that serves until it is closed. */
export interface WebHost {
  close(): Promise<void>;
}

/** Called with each address that a person may open: at the start, and whenever the last one has been used. */
export type Announce = (address: string, isFirst: boolean) => void;

/**
 * Starts a host, prints its addresses, and closes it cleanly on a stop signal. Returns once it has started. `serves`: for
 * the lines of JSON.
 */
export async function serveUntilStopped(
  json: boolean,
  serves: Record<string, string>,
  start: (announce: Announce) => Promise<WebHost>,
): Promise<void> {
  const starting = start((address, isFirst) => {
    if (json) process.stdout.write(`${JSON.stringify({ address, ...serves, pid: process.pid })}\n`);
    else if (isFirst)
      process.stdout.write(`Equipoise is at ${address}\nThe address works once. Press Ctrl-C to end Equipoise.\n`);
    else process.stdout.write(`Opened. For another browser: ${address}\n`);
  });
  onLauncherGone(() => process.kill(process.pid, 'SIGTERM'));
  // Listened for from the first moment: a stop signal during the start waits for the start, then shuts down cleanly.
  const stopListening = onStopSignals(process, {
    stop: () =>
      void starting
        .then((host) => host.close())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            process.stderr.write(`Equipoise did not shut down cleanly: ${AppError.from(error).message}\n`);
            process.exit(1);
          },
        ),
    force: () => process.exit(130),
  });
  await starting.catch((error: unknown) => {
    stopListening();
    throw error;
  });
}
