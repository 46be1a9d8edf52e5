import { EventEmitter } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runElectronHost } from '../../../src-main/hosts/electron/run-electron-host.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { substituteElectron } from '../../helpers/substitute-electron.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface Start {
  firstInstance?: boolean;
  isPackaged?: boolean;
  fails?: boolean;
  workspace?: string;
  argv?: string[];
  /** What macOS says that it is started for. */
  opens?: string;
}

async function start({ firstInstance = true, isPackaged = false, fails = false, workspace, argv, opens }: Start = {}) {
  const substitute = substituteElectron({ firstInstance, isPackaged });
  const opened: string[] = [];
  const { log } = substitute;
  const signals = new EventEmitter();
  const closed = Promise.withResolvers<void>();
  const running = runElectronHost(substitute.electron, {
    outDir: '/program/out',
    argv: argv ?? ['/electron', '/program', '--workspace', workspace ?? temporaryFolder()],
    signals,
    startReading: (file) => void log.push(`start ${file}`),
    openBundle(file) {
      opened.push(file);
      return Promise.resolve({ router: {}, begin: () => undefined, close: () => Promise.resolve() });
    },
    openBackend(workspaceDir) {
      log.push('open');
      opened.push(workspaceDir);
      if (fails) return Promise.reject(new AppError('storage', 'The workspace folder /w cannot be written.'));
      return Promise.resolve({
        router: {},
        begin: () => void log.push('begin'),
        close: () => closed.promise.then(() => void log.push('closed')),
      });
    },
  });
  if (opens !== undefined) substitute.app.emit('open-file', { preventDefault: () => undefined }, opens);
  await running;
  return { ...substitute, opened, signals, closed };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the desktop program', () => {
  it('makes its scheme known and the sandbox general before it is ready, and begins when the window is there', async () => {
    const { log, windows } = await start();
    expect(log.slice(2)).toEqual(['sandbox', 'scheme equipoise', 'ready', 'open', 'load equipoise://app/', 'begin']);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      preload: '/program/out/preload/preload.cjs',
    });
  });

  it('shows the window once it is painted', async () => {
    const { windows } = await start();
    expect(windows[0]?.calls).toEqual([]);
    windows[0]?.emit('ready-to-show');
    expect(windows[0]?.calls).toEqual(['show']);
  });

  it('locks navigation, permissions and messages', async () => {
    const { app, ipcMain, handler } = await start();
    expect(app.eventNames()).toContain('web-contents-created');
    expect(ipcMain.eventNames()).toEqual(['equipoise:connect']);
    expect(handler('permission request')).toBeTypeOf('function');
    expect(handler('permission check')).toBeTypeOf('function');
  });

  it('leaves the work to the program that runs already, whose window comes to the front', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const workspace = temporaryFolder();
    const { log, opened } = await start({ firstInstance: false, workspace });
    expect(said.mock.calls).toEqual([
      [`The workspace ${workspace} is open already; its window is brought to the front.\n`],
    ]);
    said.mockRestore();
    expect(log).toEqual([`userData ${workspace}/desktop`, 'lock', 'quit']);
    expect(opened).toEqual([]);
    const { app, windows } = await start();
    const [window] = windows;
    if (window) window.minimized = true;
    app.emit('second-instance', {}, ['/electron', '/program'], '/home');
    expect(window?.calls).toEqual(['restore', 'focus']);
  });

  it('opens the reading of a file that it was started with, with a profile of that file', async () => {
    const home = temporaryFolder();
    vi.stubEnv('XDG_DATA_HOME', home);
    const file = path.join(home, 'demo-study-dr-a.equipoise');
    const { log, opened } = await start({ isPackaged: true, argv: ['/program', '--no-sandbox', file] });
    expect(opened).toEqual([file]);
    expect(log[0]).toMatch(/^userData .*readings.[0-9a-f]{16}.desktop$/);
    expect(log).not.toContain('open');
    vi.unstubAllEnvs();
  });

  it('opens a file that macOS names by an event in a program of its own, at the start in place of the workspace', async () => {
    const { app, log, windows } = await start();
    const event = { preventDefault: () => void log.push('taken') };
    app.emit('open-file', event, '/home/notes.txt');
    app.emit('open-file', event, '/home/study.equipoise');
    expect(log.slice(-2)).toEqual(['taken', 'start /home/study.equipoise']);
    const [window] = windows;
    app.emit('second-instance', {}, ['/electron', '/program', 'other.equipoise'], '/home');
    expect(log.at(-1)).toBe('start /home/other.equipoise');
    expect(window?.calls).toEqual([]);
    app.emit('second-instance', {}, ['/electron', '/program'], '/home');
    expect(window?.calls).toEqual(['focus']);
    const started = await start({ opens: '/home/study.equipoise' });
    expect(started.log.slice(-3)).toEqual(['ready', 'start /home/study.equipoise', 'quit']);
    expect(started.opened).toEqual([]);
    expect(started.windows).toEqual([]);
  });

  it('has a profile, and so a lock, for each workspace', async () => {
    const workspace = path.join(temporaryFolder(), 'new');
    const { log } = await start({ workspace });
    expect(log.slice(0, 2)).toEqual([`userData ${workspace}/desktop`, 'lock']);
    expect(existsSync(path.join(workspace, 'desktop'))).toBe(true);
  });

  it('leaves it to the opening of the workspace to say that its folder cannot be made', async () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { log, opened } = await start({ workspace: path.join(file, 'workspace') });
    expect(log[0]).toBe('lock');
    expect(opened).toEqual([path.join(file, 'workspace')]);
  });

  it.each([
    { isPackaged: true, before: ['/opt/Equipoise/equipoise'] },
    { isPackaged: true, before: ['/opt/Equipoise/equipoise', '--no-sandbox', '--class=equipoise'] },
    { isPackaged: false, before: ['/electron', '/program'] },
    { isPackaged: false, before: ['/electron', '--no-sandbox', '/program'] },
  ])('opens the workspace that $before is told, packaged: $isPackaged', async ({ isPackaged, before }) => {
    const workspace = temporaryFolder();
    for (const argument of [['--workspace', workspace], [`--workspace=${workspace}`]]) {
      const { opened } = await start({ isPackaged, argv: [...before, ...argument] });
      expect(opened).toEqual([workspace]);
    }
  });

  it('opens the workspace of the environment where it is told none, and refuses to be told half of one', async () => {
    const workspace = temporaryFolder();
    vi.stubEnv('EQUIPOISE_WORKSPACE', workspace);
    expect((await start({ isPackaged: true, argv: ['/equipoise'] })).opened).toEqual([workspace]);
    await expect(start({ isPackaged: true, argv: ['/equipoise', '--workspace'] })).rejects.toMatchObject({
      code: 'bad-input',
    });
    vi.unstubAllEnvs();
  });

  it('says why it cannot start, and ends with code 1', async () => {
    const { log, windows } = await start({ fails: true });
    expect(log.slice(-2)).toEqual([
      'error box: Equipoise cannot start: The workspace folder /w cannot be written.',
      'exit 1',
    ]);
    expect(windows).toEqual([]);
  });

  it('quits with its window, on Ctrl-C, and on a plain kill', async () => {
    const { app, log } = await start();
    app.emit('window-all-closed');
    expect(log.at(-1)).toBe('quit');
    for (const signal of ['SIGINT', 'SIGTERM']) {
      const { signals, log: calls } = await start();
      signals.emit(signal, signal);
      expect(calls.at(-1)).toBe('quit');
    }
  });

  it('ends only when the worker and the database are closed, and closes them once', async () => {
    const { app, log, closed } = await start();
    let prevented = 0;
    const event = { preventDefault: () => void prevented++ };
    app.emit('will-quit', event);
    app.emit('will-quit', event);
    await settled();
    expect([prevented, log.at(-1)]).toEqual([2, 'begin']);
    closed.resolve();
    await settled();
    expect(log.slice(-2)).toEqual(['closed', 'exit 0']);
  });

  it('says when it did not end in order', async () => {
    const { app, log, closed } = await start();
    app.emit('will-quit', { preventDefault: () => {} });
    closed.reject(new Error('disk full'));
    await settled();
    expect(log.at(-1)).toBe('exit 1');
  });
});
