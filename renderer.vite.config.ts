import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Where a part of the program is built to; EQUIPOISE_OUT names another place than out/, for tests. */
export function outputFolder(part: 'main' | 'preload' | 'renderer'): string {
  return join(process.env['EQUIPOISE_OUT'] ?? path('out'), part);
}

/** The renderer, the same for both hosts: `vite build --config renderer.vite.config.ts` makes out/renderer. */
export default defineConfig({
  root: path('src-renderer'),
  // Relative addresses work on the loopback host as on Electron's app scheme.
  base: './',
  plugins: [svelte({ configFile: path('svelte.config.js') })],
  build: {
    outDir: outputFolder('renderer'),
    emptyOutDir: true,
    // Electron 45's engine; Debian's Chromium and Chrome are not older.
    target: 'chrome140',
    // The content security policy allows no inline scripts and no data: addresses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: path('src-renderer/index.html') },
  },
});
