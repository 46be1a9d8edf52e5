import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, partialFolder } from '../../scripts/setup/context.mjs';
import { oneAtATime } from '../../scripts/setup/lock.mjs';
import { addToCache, cachedLibraries } from '../../scripts/setup/native-library.mjs';
import { flagsFor, isNewEnough } from '../../scripts/setup/node.mjs';
import { failedLately, isSetUp, lockHash } from '../../scripts/setup/state.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'equipoise-setup-'));
  vi.stubEnv('EQUIPOISE_CACHE', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A process id that no process has any more. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('the Node that set-up takes', () => {
  it.each([
    ['20.20.2', '9', false],
    ['22.13.1', '9', false],
    ['22.14.0', '10', true],
    ['23.5.0', '9', false],
    ['24.21.0', '10', true],
  ])('%s with N-API %s: %s', (node, napi, good) => {
    expect(isNewEnough({ node, napi })).toBe(good);
  });

  it('is told to strip types only where it does not do so by default', () => {
    expect(flagsFor('22.14.0')).toContain('--experimental-strip-types');
    expect(flagsFor('22.18.0')).not.toContain('--experimental-strip-types');
    expect(flagsFor('23.5.0')).toContain('--experimental-strip-types');
    expect(flagsFor('24.21.0')).not.toContain('--experimental-strip-types');
  });
});

describe('the cache', () => {
  it('lies where EQUIPOISE_CACHE says, else in the XDG cache folder', () => {
    expect(cacheFolder()).toBe(folder);
    vi.stubEnv('EQUIPOISE_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', folder);
    expect(cacheFolder()).toBe(join(folder, 'equipoise'));
  });

  it('gets a library only as a whole: one that fails half-way leaves nothing', async () => {
    const failing = addToCache('wheel-1.0', (library: string) => {
      writeFileSync(join(library, 'half'), 'half');
      return Promise.reject(new Error('the disk is full'));
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(cachedLibraries()).toEqual([]);
    expect(readdirSync(join(folder, 'native'))).toEqual([]);
  });

  it('keeps a library that was filled to the end', async () => {
    const library = await addToCache('wheel-1.0', (into: string) => {
      writeFileSync(join(into, 'whole'), 'whole');
      return Promise.resolve();
    });
    expect(cachedLibraries()).toEqual([library]);
    expect(readFileSync(join(library, 'whole'), 'utf8')).toBe('whole');
  });

  it('clears away what a killed set-up left, and nothing of one that is running', () => {
    const left = join(folder, `.partial-${deadPid()}`);
    const running = join(folder, `.partial-${process.ppid}`);
    mkdirSync(left);
    mkdirSync(running);
    partialFolder(folder);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(running)).toBe(true);
  });
});

describe('two set-ups of one clone', () => {
  it('come one after the other, and the second says that it waits', async () => {
    const order: string[] = [];
    const said: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 50));
      order.push(`${name} ends`);
    };
    const say = (line: string) => void said.push(line);
    await Promise.all([oneAtATime(work('first'), say), oneAtATime(work('second'), say)]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(said).toEqual([expect.stringContaining(`process ${process.pid}`)]);
  });

  it('do not wait for one that was killed, nor after one that failed', async () => {
    await expect(
      oneAtATime(
        () => Promise.reject(new Error('no space')),
        () => {},
      ),
    ).rejects.toThrow('no space');
    const lock = join(folder, 'locks');
    expect(readdirSync(lock)).toEqual([]);
    await oneAtATime(
      async () => {
        const [name] = readdirSync(lock);
        writeFileSync(join(lock, name ?? ''), String(deadPid()));
        const said: string[] = [];
        await oneAtATime(
          async () => {},
          (line: string) => void said.push(line),
        );
        expect(said).toEqual([]);
      },
      () => {},
    );
  });
});

describe('what was set up before', () => {
  it('holds for the packages as long as the lockfile is the same', () => {
    expect(isSetUp({ dependencies: { lock: lockHash() } }, ['dependencies'])).toBe(true);
    expect(isSetUp({ dependencies: { lock: 'another' } }, ['dependencies'])).toBe(false);
    expect(isSetUp({}, ['dependencies'])).toBe(false);
  });

  it('holds for the native engine as long as its files are there', () => {
    vi.stubEnv('EQUIPOISE_ENGINE', '');
    expect(isSetUp({ engine: { name: 'native', files: [import.meta.filename] } }, ['engine'])).toBe(true);
    expect(isSetUp({ engine: { name: 'native', files: [join(folder, 'gone')] } }, ['engine'])).toBe(false);
  });

  it('lets the WASM engine stand for a day in place of a native one that could not be had, unless that is forced', () => {
    const lately = { engine: { name: 'wasm', failedAt: Date.now() - 1000 } };
    const longAgo = { engine: { name: 'wasm', failedAt: Date.now() - 25 * 3600 * 1000 } };
    vi.stubEnv('EQUIPOISE_ENGINE', '');
    expect(isSetUp(lately, ['engine'])).toBe(true);
    expect(isSetUp(longAgo, ['engine'])).toBe(false);
    vi.stubEnv('EQUIPOISE_ENGINE', 'native');
    expect(isSetUp(lately, ['engine'])).toBe(false);
    vi.stubEnv('EQUIPOISE_ENGINE', 'wasm');
    expect(isSetUp(longAgo, ['engine'])).toBe(true);
  });

  it('is forgotten a day after a failure', () => {
    expect(failedLately({ failedAt: Date.now() - 60_000 })).toBe(true);
    expect(failedLately({ failedAt: Date.now() - 25 * 3600 * 1000 })).toBe(false);
    expect(failedLately(undefined)).toBe(false);
  });
});

describe('npm run setup', () => {
  const setup = (...args: string[]) => {
    const env = { ...process.env, EQUIPOISE_SKIP_ELECTRON: '1' };
    return spawnSync(process.execPath, ['scripts/setup.mjs', ...args], { encoding: 'utf8', env });
  };

  it('-- --check says one line about each part, with what it took, and changes nothing', () => {
    const { stdout } = setup('--check');
    const lines = stdout.trim().split('\n');
    for (const part of ['Packages', 'Node', 'Messages', 'Engine', 'Electron', 'Chromium']) {
      expect(lines.filter((line) => line.startsWith(part))).toEqual([expect.stringMatching(/\(\d+\.\d s\)$/)]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses an argument that it does not know', () => {
    expect(setup('--chek')).toMatchObject({ status: 2, stderr: expect.stringContaining('--chek') as string });
  });

  it('refuses an engine that does not exist', () => {
    vi.stubEnv('EQUIPOISE_ENGINE', 'cuda');
    expect(setup('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('"cuda"') as string });
  });
});
