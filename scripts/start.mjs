/**
 * `npm start`: sets up what is missing, builds what changed, and opens the application: in Electron when its binary
 * is there and there is a display, else as a page of the loopback web host. `npm start -- --web` takes the page anyway.
 */
import { join } from 'node:path';
import { ROOT, SetupError } from './setup/context.mjs';
import { buildDesktopIfNeeded, buildRendererIfNeeded } from './setup/build-output.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';

const args = process.argv.slice(2).filter((argument) => argument !== '--web');
const wantsPage = process.argv.includes('--web');
const say = console.log;

try {
  const state = await ensureSetUp({ parts: ['dependencies', 'node', 'engine', 'electron'], say });
  process.exitCode = await start(state);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start({ node, electron }) {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (electron.path && hasDisplay && !wantsPage) {
    await buildDesktopIfNeeded(node, say);
    return await runToEnd(electron.path, [ROOT, ...args], { cwd: ROOT });
  }
  await buildRendererIfNeeded(node, say);
  return await runToEnd(node.path, [...node.flags, join(ROOT, 'src-main/hosts/web/main.ts'), ...args], { cwd: ROOT });
}
