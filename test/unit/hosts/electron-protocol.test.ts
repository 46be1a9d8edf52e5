import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApp } from '../../../src-main/hosts/electron/app-protocol.ts';
import { substituteElectron } from '../../helpers/substitute-electron.ts';

let folder: string;
let answer: (request: { method: string; url: string }) => Promise<Response>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'equipoise-scheme-'));
  mkdirSync(path.join(folder, 'renderer'));
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '<title>Equipoise</title>');
  writeFileSync(path.join(folder, 'secret.txt'), 'not for the window');
  const { electron, handler } = substituteElectron();
  serveApp(electron.protocol, path.join(folder, 'renderer'));
  answer = handler('protocol');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the equipoise: scheme', () => {
  it('gives the page with a strict policy', async () => {
    const response = await answer({ method: 'GET', url: 'equipoise://app/' });
    expect([response.status, await response.text()]).toEqual([200, '<title>Equipoise</title>']);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['GET', 'equipoise://other/'],
    ['POST', 'equipoise://app/'],
    ['GET', 'equipoise://app/..%2fsecret.txt'],
    ['GET', 'equipoise://app/missing.js'],
  ])('gives nothing for %s %s', async (method, url) => {
    const response = await answer({ method, url });
    expect([response.status, await response.text()]).toEqual([404, 'Not found']);
  });
});
