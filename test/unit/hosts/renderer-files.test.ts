import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRendererFile } from '../../../src-main/hosts/renderer-files.ts';

let folder: string;
let renderer: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'equipoise-files-'));
  renderer = path.join(folder, 'renderer');
  mkdirSync(path.join(renderer, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer-2'));
  writeFileSync(path.join(renderer, 'index.html'), '<p>window</p>');
  writeFileSync(path.join(renderer, 'assets', 'app-1a2b.js'), 'run()');
  writeFileSync(path.join(renderer, 'assets', 'model.sqlite'), 'data');
  writeFileSync(path.join(renderer, '.hidden.txt'), 'hidden');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'renderer-2', 'secret.txt'), 'secret');
  symlinkSync(path.join(folder, 'secret.txt'), path.join(renderer, 'link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('files of the window', () => {
  it('gives the page for / and built files by name, with their media types', async () => {
    const page = await readRendererFile(renderer, '/');
    expect(page).toMatchObject({ mediaType: 'text/html; charset=utf-8', isPage: true });
    expect(page?.bytes.toString()).toBe('<p>window</p>');
    const script = await readRendererFile(renderer, '/assets/app-1a2b.js');
    expect(script).toMatchObject({ mediaType: 'text/javascript; charset=utf-8', isPage: false });
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/../renderer-2/secret.txt',
    '/link.txt',
    '/.hidden.txt',
    '/assets/app-1a2b.js%00.txt',
    '/%',
    'index.html',
    '/assets',
    '/assets/model.sqlite',
    '/missing.js',
    `/${'x'.repeat(5000)}.js`,
  ])('gives nothing for %s', async (urlPath) => {
    expect(await readRendererFile(renderer, urlPath)).toBeNull();
  });
});
