import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import type { AnyRouter } from '@orpc/server';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { makePrivateFolder } from '../../services/create-services.ts';
import { readingsFolderOf, workspaceFolder } from '../default-workspace.ts';
import { onLauncherGone, onStopSignals } from '../stop-signals.ts';
import { APP_ADDRESS, registerAppScheme, serveApp } from './app-protocol.ts';
import { bundleArgument } from './bundle-argument.ts';
import { connectPorts } from './connect-port.ts';
import { lockContents, lockPermissions } from './lock-down.ts';
import { windowOptions } from './window-options.ts';
import { workspaceArgument } from './workspace-argument.ts';

/** What the window works on, once the workspace is open. */
export interface Backend {
  router: AnyRouter;
  /** Starts what may take long, once the window is open. */
  begin(): void;
  close(): Promise<void>;
}

export interface ElectronHostOptions {
  /** The built program: main/, preload/ and renderer/. */
  outDir: string;
  /** The command line of the process. */
  argv: readonly string[];
  /** Opens the workspace. An AppError is shown in a dialog and ends the program. */
  openBackend: (workspaceDir: string) => Promise<Backend>;
  /** Opens a bundle instead, and nothing but its reading. The same. */
  openBundle: (file: string) => Promise<Backend>;
  /** Starts this program once more, beside this one, with a bundle to read. */
  startReading: (file: string) => void;
  /** Where Ctrl-C and `kill` arrive. */
  signals: NodeJS.EventEmitter;
}

type ElectronModule = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'MessageChannelMain' | 'protocol' | 'session'
>;

/**
 * The desktop program from start to end. `electron` is a parameter, so that tests can replace it.
 * Throws AppError bad-input for a command line that cannot be used.
 */
export async function runElectronHost(electron: ElectronModule, options: ElectronHostOptions): Promise<void> {
  const { app, dialog } = electron;
  const file = bundleArgument(options.argv, app.isPackaged);
  const opensAnother = onOpenFile(app, options.startReading);
  const workspaceDir = workspaceFolder(workspaceArgument(options.argv, app.isPackaged));
  keepProfileIn(file === undefined ? workspaceDir : readingsFolderOf(file), app);
  if (!app.requestSingleInstanceLock()) {
    const what = file === undefined ? `The workspace ${workspaceDir}` : file;
    process.stderr.write(`${what} is open already; its window is brought to the front.\n`);
    return app.quit();
  }
  app.enableSandbox();
  registerAppScheme(electron.protocol);
  lockContents(app);
  app.on('window-all-closed', () => app.quit());
  onStopSignals(options.signals, { stop: () => app.quit(), force: () => app.exit(130) });
  onLauncherGone(() => app.quit());
  await app.whenReady();
  if (opensAnother()) return app.quit();
  let backend: Backend;
  try {
    backend = await (file === undefined ? options.openBackend(workspaceDir) : options.openBundle(file));
  } catch (error) {
    const { message } = AppError.from(error);
    process.stderr.write(`${message}\n`);
    dialog.showErrorBox('Equipoise cannot start', message);
    return app.exit(1);
  }
  closeBeforeQuit(app, backend);
  lockPermissions(electron.session.defaultSession);
  serveApp(electron.protocol, path.join(options.outDir, 'renderer'));
  const createChannel = (): Electron.MessageChannelMain => new electron.MessageChannelMain();
  connectPorts({ router: backend.router, ipcMain: electron.ipcMain, createChannel });
  await openMainWindow(electron, path.join(options.outDir, 'preload', 'preload.cjs'), (argv, cwd) => {
    const named = bundleArgument(argv, app.isPackaged, cwd);
    if (named === undefined || named === file) return false;
    options.startReading(named);
    return true;
  });
  backend.begin();
}

/**
 * Electron lets one program at a time use a profile, and brings that program's window to the front. With one profile
 * for each workspace and each bundle, a second start on the same one finds the first; others can be open beside it.
 */
function keepProfileIn(workspaceDir: string, app: Electron.App): void {
  const profileDir = path.join(workspaceDir, 'desktop');
  try {
    makePrivateFolder(workspaceDir);
    mkdirSync(profileDir, { recursive: true });
  } catch {
    return; // the workspace cannot be opened either, and a dialog will say why
  }
  app.setPath('userData', profileDir);
}

/**
 * macOS names a file that was opened by no argument, but by an event: before the program is ready if it was started for
 * that, and later to the one that runs. Each bundle gets a program and a profile of its own, as where it is an argument.
 * Returns whether this start was for a bundle.
 */
function onOpenFile(app: Electron.App, startReading: (file: string) => void): () => boolean {
  let count = 0;
  app.on('open-file', (event, file) => {
    if (!file.endsWith('.equipoise')) return;
    event.preventDefault();
    count += 1;
    startReading(file);
  });
  return () => count > 0;
}

/** `takes`: whether the arguments of a second start, in the folder `cwd`, were for something else than this window. */
async function openMainWindow(
  { app, BrowserWindow }: ElectronModule,
  preload: string,
  takes: (argv: readonly string[], cwd: string) => boolean,
): Promise<void> {
  const window = new BrowserWindow(windowOptions(preload));
  window.once('ready-to-show', () => window.show());
  app.on('second-instance', (_event, argv, cwd) => {
    if (takes(argv, cwd) || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  await window.loadURL(APP_ADDRESS);
}

/** Quitting waits until the worker has ended and the database is closed. */
function closeBeforeQuit(app: Electron.App, backend: Backend): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    backend.close().then(
      () => app.exit(0),
      (error: unknown) => {
        process.stderr.write(`Equipoise did not shut down cleanly: ${AppError.from(error).message}\n`);
        app.exit(1);
      },
    );
  });
}
