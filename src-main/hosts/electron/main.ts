import { spawn } from 'node:child_process';
import path from 'node:path';
import * as electron from 'electron';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createReadingRouter, createRouter } from '../../api/create-router.ts';
import { createServices, openBundle } from '../../services/create-services.ts';
import { claimWorkspace } from '../claim-workspace.ts';
import { createLog } from '../create-log.ts';
import { readingsFolder, workspaceToName } from '../default-workspace.ts';
import { runElectronHost, type Backend } from './run-electron-host.ts';
import { spawnUtilityWorker } from './spawn-utility-worker.ts';

/** Beside this program, and not ended with it. */
function startReading(file: string): void {
  const { app } = electron;
  const own = app.isPackaged ? [] : [app.getAppPath()];
  spawn(process.execPath, [...own, file], { detached: true, stdio: 'ignore' }).unref();
}

/** This file is built as out/main/main.js, beside worker.js. */
const outDir = path.resolve(import.meta.dirname, '..');

async function openBackend(workspaceDir: string): Promise<Backend> {
  const { app, utilityProcess } = electron;
  claimWorkspace(workspaceDir);
  const log = createLog();
  const services = await createServices({
    workspaceDir,
    appRoot: app.getAppPath(),
    spawnWorker: () => spawnUtilityWorker(utilityProcess, path.join(outDir, 'main', 'worker.js')),
    log,
    version: app.getVersion(),
    asHost: true,
  });
  return {
    router: createRouter(services, 'electron', workspaceToName(workspaceDir), startReading),
    begin: () =>
      void services
        .prepareDemo()
        .catch((error: unknown) => log.error({ err: error }, 'the demo study could not be created')),
    close: () => services.close(),
  };
}

function openFile(file: string): Promise<Backend> {
  const options = { path: file, otherwiseIn: readingsFolder(), version: electron.app.getVersion() };
  const bundle = openBundle(options);
  const router = createReadingRouter(bundle, 'electron');
  return Promise.resolve({ router, begin: () => undefined, close: () => bundle.close() });
}

// Not awaited: Electron only becomes ready after its entry module has run to the end.
runElectronHost(electron, {
  ...{ outDir, argv: process.argv, signals: process },
  ...{ openBackend, openBundle: openFile, startReading },
}).catch((error: unknown) => {
  const { message } = AppError.from(error);
  process.stderr.write(`${message}\n`);
  electron.dialog.showErrorBox('Equipoise cannot start', message);
  electron.app.exit(1);
});
