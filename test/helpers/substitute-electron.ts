import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { runElectronHost } from '../../src-main/hosts/electron/run-electron-host.ts';

type Handler = (...args: never[]) => unknown;

/** Records what the program does with `electron`, and lets a test play Electron's part. */
export function substituteElectron({ firstInstance = true, isPackaged = false } = {}) {
  const log: string[] = [];
  const windows: SubstituteWindow[] = [];
  const handlers = new Map<string, Handler>();
  const set =
    (name: string) =>
    (...args: unknown[]): void =>
      void handlers.set(name, args.at(-1) as Handler);

  class SubstituteWindow extends EventEmitter {
    readonly options: BrowserWindowConstructorOptions;
    readonly calls: string[] = [];
    minimized = false;
    constructor(options: BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      windows.push(this);
    }
    loadURL(address: string): Promise<void> {
      log.push(`load ${address}`);
      return Promise.resolve();
    }
    show = (): unknown => this.calls.push('show');
    focus = (): unknown => this.calls.push('focus');
    restore = (): unknown => this.calls.push('restore');
    isMinimized = (): boolean => this.minimized;
    isDestroyed = (): boolean => false;
  }

  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    setPath: (name: string, folder: string) => void log.push(`${name} ${folder}`),
    requestSingleInstanceLock: () => (log.push('lock'), firstInstance),
    enableSandbox: () => void log.push('sandbox'),
    whenReady: () => Promise.resolve(void log.push('ready')),
    quit: () => void log.push('quit'),
    exit: (code: number) => void log.push(`exit ${code}`),
  });
  const ipcMain = new EventEmitter();
  const session = {
    defaultSession: {
      setPermissionRequestHandler: set('permission request'),
      setPermissionCheckHandler: set('permission check'),
      setDevicePermissionHandler: set('device'),
      setDisplayMediaRequestHandler: set('display media'),
    },
  };
  const protocol = {
    registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => void log.push(`scheme ${schemes[0]?.scheme}`),
    handle: set('protocol'),
  };
  const dialog = { showErrorBox: (title: string, text: string) => void log.push(`error box: ${title}: ${text}`) };
  const electron = {
    app,
    BrowserWindow: SubstituteWindow,
    dialog,
    ipcMain,
    MessageChannelMain: MessageChannel,
    protocol,
    session,
  };
  return {
    electron: electron as unknown as Parameters<typeof runElectronHost>[0],
    app,
    ipcMain,
    log,
    windows,
    handler: <T extends Handler>(name: string): T => handlers.get(name) as T,
  };
}

/** A web contents as 'web-contents-created' hands it out. */
export class SubstituteContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  /** Whether Electron would go on after this event. */
  allows(event: string, details: Record<string, unknown> = {}): boolean {
    let prevented = false;
    this.emit(event, { ...details, preventDefault: () => (prevented = true) });
    return !prevented;
  }
}
