import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import renderer, { outputFolder } from './renderer.vite.config.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The desktop application: main process, its worker and threads, the preload script and the renderer, into out/. */
export default defineConfig({
  main: {
    build: {
      outDir: outputFolder('main'),
      target: 'node24',
      rolldownOptions: {
        input: {
          main: path('src-main/hosts/electron/main.ts'),
          worker: path('src-main/jobs/worker.ts'),
          'hdf5-thread': path('src-main/ecg/formats/hdf5/thread.ts'),
          'pdf-thread': path('src-main/report/pdf/thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: outputFolder('preload'),
      // A sandboxed preload script is one CommonJS file: it can load nothing but 'electron'.
      externalizeDeps: false,
      isolatedEntries: false,
      rolldownOptions: {
        input: { preload: path('src-main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
