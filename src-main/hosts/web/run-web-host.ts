import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createReadingRouter, createRouter } from '../../api/create-router.ts';
import { createServices } from '../../services/create-services.ts';
import { appRoot, programVersion } from '../app-root.ts';
import { claimWorkspace } from '../claim-workspace.ts';
import { createLog } from '../create-log.ts';
import { workspaceToName } from '../default-workspace.ts';
import { spawnNodeWorker } from '../spawn-node-worker.ts';
import { openWindow, type Window } from './open-window.ts';
import { startWebServer } from './web-server.ts';

export interface WebHostOptions {
  workspaceDir: string;
  port: number | undefined;
  /** Serve only the reading view. */
  read: boolean;
  /** Open a browser window, if there is a display and a browser. */
  open: boolean;
  /** Called with each address that a person may open: at the start, and whenever the last one has been used. */
  announce: (address: string, isFirst: boolean) => void;
}

export interface WebHost {
  close(): Promise<void>;
}

/** Opens the workspace, serves it on the loopback address and prepares the demo study. Throws AppError. */
export async function runWebHost(options: WebHostOptions): Promise<WebHost> {
  const rendererDir = path.join(appRoot, 'out', 'renderer');
  if (!existsSync(path.join(rendererDir, 'index.html'))) {
    throw new AppError('unavailable', `The window is not built: ${rendererDir} has no index.html. Run npm start.`);
  }
  const release = claimWorkspace(options.workspaceDir);
  try {
    const host = await serveWorkspace(options, rendererDir);
    return { close: () => host.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function serveWorkspace(options: WebHostOptions, rendererDir: string): Promise<WebHost> {
  const { workspaceDir, port, read, open, announce } = options;
  const log = createLog();
  const version = programVersion(appRoot);
  const spawnWorker = () => spawnNodeWorker();
  const services = await createServices({ workspaceDir, appRoot, spawnWorker, log, version, asHost: true });
  let offered = '';
  const offer = (isFirst: boolean): void => {
    offered = server.issueAddress();
    announce(offered, isFirst);
  };
  const server = await startWebServer({
    router: read ? createReadingRouter(services, 'web') : createRouter(services, 'web', workspaceToName(workspaceDir)),
    rendererDir,
    port,
    onTokenUsed: (token) => {
      if (offered.endsWith(token)) offer(false);
    },
    onError: (error) => log.error({ err: error }, 'a request failed'),
  }).catch(async (error: unknown) => {
    await services.close();
    throw error;
  });
  offer(true);
  // The window gets an address of its own, so that the printed one still works for another browser.
  const window: Window | null = open ? openWindow(server.issueAddress(), path.join(workspaceDir, 'window')) : null;
  // A reader reads what the coordinator has created and locked.
  if (!read)
    services.prepareDemo().catch((error: unknown) => log.error({ err: error }, 'the demo study could not be created'));

  return {
    async close() {
      window?.close();
      await server.close();
      await services.close();
    },
  };
}
