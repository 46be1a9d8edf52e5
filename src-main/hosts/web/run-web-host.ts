import path from 'node:path';
import { createReadingRouter, createRouter } from '../../api/create-router.ts';
import { createServices } from '../../services/create-services.ts';
import { appRoot, programVersion } from '../app-root.ts';
import { claimWorkspace } from '../claim-workspace.ts';
import { createLog } from '../create-log.ts';
import { workspaceToName } from '../default-workspace.ts';
import { spawnNodeWorker } from '../spawn-node-worker.ts';
import { KeptAccess } from './kept-access.ts';
import { offerAddresses, rendererFolder } from './offer-addresses.ts';
import type { Announce, WebHost } from './serve-until-stopped.ts';

export interface WebHostOptions {
  workspaceDir: string;
  port: number | undefined;
  /** Serve only the reading view. */
  read: boolean;
  /** Open a browser window, if there is a display and a browser. */
  open: boolean;
  announce: Announce;
}

/** Opens the workspace, serves it on the loopback address and prepares the demo study. Throws AppError. */
export async function runWebHost(options: WebHostOptions): Promise<WebHost> {
  const rendererDir = rendererFolder();
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
  const router = read
    ? createReadingRouter(services, 'web')
    : createRouter(services, 'web', workspaceToName(workspaceDir));
  const profileDir = path.join(workspaceDir, 'window');
  const kept = new KeptAccess(workspaceDir, read ? 'reading' : 'workbench');
  const host = await offerAddresses({ router, rendererDir, port, kept, open, profileDir, announce, log }).catch(
    async (error: unknown) => {
      await services.close();
      throw error;
    },
  );
  // A reader reads what the coordinator has created and locked.
  if (!read)
    services.prepareDemo().catch((error: unknown) => log.error({ err: error }, 'the demo study could not be created'));

  return {
    async close() {
      await host.close();
      await services.close();
    },
  };
}
