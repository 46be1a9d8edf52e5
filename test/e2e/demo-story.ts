import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { buildPage, startHost, type HostProcess } from './host-process.ts';
import { launchBrowser } from './launch-browser.ts';

/** A host on a workspace of its own, and a browser that stays while the host crashes and comes back. */
export interface Story {
  /** The one that runs now. */
  readonly host: HostProcess;
  readonly context: BrowserContext;
  /** Another window of the same browser, instead of the one before. */
  newWindow(): Promise<Page>;
  /** The program is gone from one moment to the next, and is started again at the same address. */
  crashAndStartAgain(): Promise<void>;
  /** Everything that the hosts said, those that crashed too. */
  output(): string;
  end(): Promise<void>;
}

export async function beginStory(): Promise<Story> {
  await buildPage();
  const workspace = mkdtempSync(path.join(tmpdir(), 'equipoise-e2e-'));
  const started = await Promise.all([startHost(workspace), launchBrowser()]);
  const browser = started[1];
  let host = started[0];
  let outputBefore = '';
  let window: Page | undefined;
  let entry: Page | undefined;
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, acceptDownloads: true });

  async function crash(): Promise<void> {
    host.kill('SIGKILL');
    await host.ended;
    outputBefore += host.output();
  }

  return {
    get host() {
      return host;
    },
    context,
    async newWindow() {
      const isFirst = window === undefined;
      await window?.close();
      window = await context.newPage();
      window.setDefaultTimeout(60_000);
      if (!isFirst) {
        await window.goto(host.address());
        await window.getByRole('link', { name: 'Studies' }).waitFor();
      }
      return window;
    },
    async crashAndStartAgain() {
      const { port } = new URL(host.origin);
      await crash();
      host = await startHost(workspace, ['--port', port]);
      // The reader's window gets in by itself, through this one.
      await entry?.close();
      entry = await context.newPage();
      await entry.goto(host.address());
      await entry.getByRole('link', { name: 'Studies' }).waitFor();
    },
    output: () => outputBefore + host.output(),
    async end() {
      await browser.close();
      await crash();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}
