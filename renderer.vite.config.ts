import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The renderer, the same for both hosts: `vite build --config renderer.vite.config.ts` makes out/renderer. */
export default defineConfig({
  root: path('src-renderer'),
  // Relative addresses work on the loopback host as on Electron's app scheme.
  base: './',
  plugins: [svelte({ configFile: path('svelte.config.js') })],
  build: {
    outDir: path('out/renderer'),
    emptyOutDir: true,
    // Electron 45's engine; Debian's Chromium and Chrome are not older.
    target: 'chrome140',
    // The content security policy allows no inline scripts and no data: addresses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: path('src-renderer/index.html') },
  },
});
