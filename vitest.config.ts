import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { ensureSetUp } from './scripts/setup/parts.mjs';
import { chromiumLaunchOptions } from './test/helpers/chromium.ts';

// Tests that are run by hand need the messages as much as those of `npm test`.
await ensureSetUp({ parts: ['node', 'messages'], say: console.log });

/**
 * Tests that run in Node, in processes of their own: native TensorFlow and SQLite live in them. `shared`: a process runs
 * one file after the other, so that TensorFlow is loaded once and not for each; these files leave nothing behind.
 */
function inNode(name: string, options: { testTimeoutMs?: number; inTurn?: boolean; shared?: boolean } = {}) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: 'node' as const,
      pool: 'forks' as const,
      isolate: !options.shared,
      testTimeout: options.testTimeoutMs ?? 30_000,
      hookTimeout: 60_000,
      fileParallelism: !options.inTurn,
    },
  };
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    // Two cores are the least that a machine has; TensorFlow uses more than one by itself.
    maxWorkers: 2,
    projects: [
      inNode('unit', { shared: true }),
      inNode('db', { shared: true }),
      // Real workers that load TensorFlow, several in a test.
      inNode('api', { testTimeoutMs: 90_000 }),
      inNode('tooling', { testTimeoutMs: 60_000 }),
      inNode('torture', { inTurn: true }),
      inNode('e2e', { testTimeoutMs: 180_000, inTurn: true }),
      {
        plugins: [svelte()],
        // What tests import is bundled before the first one runs: found late, it would reload the page under them.
        optimizeDeps: {
          include: [
            ...['vitest-browser-svelte', 'svelte', 'uplot', 'zod', 'jsonc-parser', '@orpc/contract'],
            ...['@orpc/client', '@orpc/client/websocket', '@orpc/client/message-port'],
            ...['@orpc/server', '@orpc/server/message-port', 'axe-core'],
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          // A busy machine takes seconds for a key or a picture, since its processor draws what a graphics card would.
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 720 } }],
          },
        },
      },
    ],
  },
});
