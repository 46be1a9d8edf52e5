import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTACK_METHODS } from '../../src-shared/attacks/index.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'equipoise-build-'));
const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');

beforeAll(() => {
  // The built program finds its packages as it does in out/.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const env = { ...process.env, NODE_ENV: 'production', EQUIPOISE_OUT: join(folder, 'out') };
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run build', () => {
  it('makes the file that package.json starts, and everything else where the desktop host looks for it', () => {
    const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { main: string };
    expect(main).toBe('out/main/main.js');
    expect(readdirSync(join(folder, 'out/main'))).toEqual(expect.arrayContaining(['main.js', 'worker.js']));
    expect(readdirSync(join(folder, 'out/preload'))).toEqual(['preload.cjs']);
    expect(readdirSync(join(folder, 'out/renderer'))).toContain('index.html');
  });

  it('makes the preload script one CommonJS file that needs nothing but electron, as a sandbox demands', () => {
    const needed = [...read('preload/preload.cjs').matchAll(/\b(?:require|import)\(?\s*["']([^"']+)["']/g)];
    expect(needed.map((match) => match[1])).toEqual(['electron']);
  });

  it('makes a page without inline scripts or styles, with relative addresses only', () => {
    const page = read('renderer/index.html');
    expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)/);
    const addresses = [...page.matchAll(/\b(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address?.startsWith('./'))).toEqual([]);
  });

  it('brings the equations of every attack, which are loaded by the name of the method', () => {
    const chunks = readdirSync(join(folder, 'out/main/chunks')).filter((name) => name.endsWith('.js'));
    const loaded = chunks.flatMap((name) =>
      [...read(`main/chunks/${name}`).matchAll(/methods\/([a-z0-9-]+)\.ts["']/g)].map((match) => match[1]),
    );
    expect(new Set(loaded)).toEqual(new Set(ATTACK_METHODS));
  });

  it('makes a worker that runs on its own and answers', async () => {
    const worker = fork(join(folder, 'out/main/worker.js'), [], { serialization: 'advanced', execArgv: [] });
    worker.send({ type: 'start', task: 'no such task', input: {} });
    const [answer] = (await once(worker, 'message')) as unknown[];
    worker.kill();
    expect(answer).toMatchObject({ type: 'failed', error: { message: 'There is no task "no such task".' } });
  });
});
