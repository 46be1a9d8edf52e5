import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AnyRouter } from '@orpc/server';
import type { Logger } from 'pino';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appRoot } from '../app-root.ts';
import type { KeptAccess } from './kept-access.ts';
import { openWindow, type Window } from './open-window.ts';
import type { Announce } from './serve-until-stopped.ts';
import { startWebServer } from './web-server.ts';

interface Offered {
  router: AnyRouter;
  rendererDir: string;
  port: number | undefined;
  /** What the last host left, and what this one leaves. */
  kept: KeptAccess;
  /** Open a browser window, if there is a display and a browser; its profile lies in `profileDir`. */
  open: boolean;
  profileDir: string;
  announce: Announce;
  log: Logger;
}

/** Where the built window lies. Throws AppError 'unavailable' if it is not built. */
export function rendererFolder(): string {
  const rendererDir = path.join(appRoot, 'out', 'renderer');
  if (existsSync(path.join(rendererDir, 'index.html'))) return rendererDir;
  throw new AppError('unavailable', `The window is not built: ${rendererDir} has no index.html. Run npm start.`);
}

/** Serves a router on the loopback address, offers an address that works once, and another whenever one was used. */
export async function offerAddresses(options: Offered): Promise<{ close(): Promise<void> }> {
  const { router, rendererDir, port, kept, open, profileDir, announce, log } = options;
  let offered = '';
  const offer = (isFirst: boolean): void => {
    offered = server.issueAddress();
    announce(offered, isFirst);
  };
  const server = await startWebServer({
    router,
    rendererDir,
    port,
    kept,
    onTokenUsed: (token) => {
      if (offered.endsWith(token)) offer(false);
    },
    onError: (error) => log.error({ err: error }, 'a request failed'),
  });
  offer(true);
  // The window gets an address of its own, so that the printed one still works for another browser.
  const window: Window | null = open ? openWindow(server.issueAddress(), profileDir) : null;
  return {
    async close() {
      window?.close();
      await server.close();
    },
  };
}
