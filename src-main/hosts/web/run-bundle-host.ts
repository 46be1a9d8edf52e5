import path from 'node:path';
import { createReadingRouter } from '../../api/create-router.ts';
import { openBundle } from '../../services/create-services.ts';
import { appRoot, programVersion } from '../app-root.ts';
import { createLog } from '../create-log.ts';
import { readingsFolder, readingsFolderOf } from '../default-workspace.ts';
import { KeptAccess } from './kept-access.ts';
import { offerAddresses, rendererFolder } from './offer-addresses.ts';
import type { Announce, WebHost } from './serve-until-stopped.ts';

export interface BundleHostOptions {
  file: string;
  port: number | undefined;
  /** Open a browser window, if there is a display and a browser. */
  open: boolean;
  announce: Announce;
}

/** Opens a bundle and serves its reading alone. Throws AppError. */
export async function runBundleHost({ file, ...options }: BundleHostOptions): Promise<WebHost> {
  const rendererDir = rendererFolder();
  const readings = readingsFolder();
  const bundle = openBundle({ path: path.resolve(file), otherwiseIn: readings, version: programVersion(appRoot) });
  if (bundle.isCopy)
    process.stderr.write(`${file} cannot be written: the answers are kept in ${bundle.path}. Send that file back.\n`);
  const router = createReadingRouter(bundle, 'web');
  const own = readingsFolderOf(path.resolve(file));
  const profileDir = path.join(own, 'window');
  const kept = new KeptAccess(own, 'reading');
  const host = await offerAddresses({ ...options, kept, router, rendererDir, profileDir, log: createLog() }).catch(
    async (error: unknown) => {
      await bundle.close();
      throw error;
    },
  );
  return { close: () => host.close().finally(() => bundle.close()) };
}
