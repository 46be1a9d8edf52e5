import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDesktop, DEMO_LIMIT_MS } from './host-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const binary = electronBinary();
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const obstacle =
  binary === undefined
    ? 'Electron’s binary is not here'
    : hasDisplay
      ? undefined
      : 'there is no display for its window';

if (obstacle !== undefined) {
  describe('the desktop program', () => {
    it.skip(`skipped: ${obstacle}; the same contract, window options and checks are tested with a substitute`, () => {});
  });
} else {
  describe('the desktop program', () => {
    let folder: string;
    let application: ElectronApplication;
    let page: Page;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'equipoise-electron-'));
      await buildDesktop();
      application = await _electron.launch({
        executablePath: binary!,
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ROOT,
          '--workspace',
          path.join(folder, 'workspace'),
        ],
        cwd: ROOT,
      });
      page = await application.firstWindow();
    }, 120_000);
    afterAll(async () => {
      await application?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('shows the application from its own scheme', async () => {
      await page.getByRole('link', { name: 'Studies' }).waitFor();
      expect(new URL(page.url()).href).toMatch(/^equipoise:\/\/app\//);
    });

    it('gives the page no access to Node or to Electron', async () => {
      const found = await page.evaluate(() =>
        ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
      );
      expect(found).toEqual([]);
    });

    it('speaks to main over its port: the demo study becomes ready', { timeout: DEMO_LIMIT_MS }, async () => {
      await page.getByRole('link', { name: 'Studies' }).click();
      const study = page.getByRole('listitem').filter({ hasText: 'Demo study' });
      await study.getByText(/^Locked/).waitFor({ timeout: DEMO_LIMIT_MS });
    });

    it('connects again after a reload', async () => {
      await page.reload();
      await page.getByRole('link', { name: 'Studies' }).click();
      await page.getByRole('listitem').filter({ hasText: 'Demo study' }).waitFor();
    });

    it('goes nowhere else, and opens no other window', async () => {
      const address = page.url();
      await page.evaluate(() => {
        window.open('https://evil.example/');
        location.href = 'https://evil.example/';
      });
      await page.getByRole('link', { name: 'Studies' }).click();
      expect([page.url(), application.windows().length]).toEqual([address, 1]);
    });

    it('grants full screen and no device', async () => {
      const asked = await page.evaluate(async () => {
        const camera = navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'granted',
          (error: Error) => error.name,
        );
        return { camera: await camera, notifications: await Notification.requestPermission() };
      });
      expect(asked.camera).not.toBe('granted');
      expect(asked.notifications).toBe('denied');
    });
  });
}

/** Where the electron package has unpacked its binary; it is asked for nothing, for it would begin a download. */
function electronBinary(): string | undefined {
  const folder = path.join(ROOT, 'node_modules/electron');
  if (!existsSync(path.join(folder, 'path.txt'))) return undefined;
  const file = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(file) ? file : undefined;
}
