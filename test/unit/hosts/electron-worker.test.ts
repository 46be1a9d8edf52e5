import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { spawnUtilityWorker } from '../../../src-main/hosts/electron/spawn-utility-worker.ts';

function setUp(pid?: number) {
  const posted: unknown[] = [];
  const forks: unknown[][] = [];
  const child = Object.assign(new EventEmitter(), {
    pid,
    killed: 0,
    postMessage: (message: unknown) => void posted.push(message),
    kill: () => ++child.killed > 0,
  });
  const fork = (...args: unknown[]): typeof child => {
    forks.push(args);
    return child;
  };
  return { worker: spawnUtilityWorker({ fork } as never, '/out/main/worker.js'), child, posted, forks };
}

describe('the worker of the desktop program', () => {
  it('is a utility process of the built worker, with the environment of its parent', () => {
    const { forks } = setUp();
    expect(forks).toEqual([['/out/main/worker.js', [], expect.objectContaining({ stdio: 'inherit' })]]);
    expect(forks[0]?.[2]).toMatchObject({ env: { PATH: process.env['PATH'] } });
  });

  it('is spoken to as a forked process is', () => {
    const { worker, child, posted } = setUp();
    const heard: unknown[] = [];
    worker.onMessage((message) => heard.push(message));
    worker.onExit((code) => heard.push(code));
    worker.send({ type: 'cancel' });
    child.emit('message', { type: 'done', result: 1 });
    child.emit('exit', 3);
    expect(posted).toEqual([{ type: 'cancel' }]);
    expect(heard).toEqual([{ type: 'done', result: 1 }, 3]);
  });

  it('is asked to end where it has no process of its own yet', () => {
    const { worker, child } = setUp();
    worker.kill();
    expect(child.killed).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('is killed so that it cannot refuse', async () => {
    const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
    const signal = new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
    setUp(child.pid).worker.kill();
    expect(await signal).toBe('SIGKILL');
  });

  it('may have ended by itself when it is killed', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    expect(() => setUp(ended).worker.kill()).not.toThrow();
  });
});
