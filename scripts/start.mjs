/**
 * `npm start`: sets up what is missing, builds what changed, and opens the application: in Electron if it can run, else
 * as a page of the loopback web host. `npm start -- --web` uses the page anyway.
 * `npm start -- --read` serves only the reading view, as a page.
 */
import { join } from 'node:path';
import { ROOT, SetupError, lastLine, run } from './setup/context.mjs';
import { buildDesktopIfNeeded, buildRendererIfNeeded } from './setup/build-output.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { callersFolder, runToEnd } from './setup/run-to-end.mjs';
import { writeState } from './setup/state.mjs';

const args = process.argv.slice(2).filter((argument) => argument !== '--web');
const wantsPage = process.argv.includes('--web') || process.argv.includes('--read');
const say = console.log;

try {
  const state = await ensureSetUp({ parts: ['dependencies', 'node', 'messages', 'engine', 'electron'], say });
  process.exitCode = await start(state);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(state) {
  const { node, electron = {} } = state; // nothing is known about Electron where it was left out
  const cwd = callersFolder('start');
  const obstacle = wantsPage ? 'as asked' : await electronObstacle(state);
  if (obstacle === undefined) {
    await buildDesktopIfNeeded(node, say);
    return await runToEnd(electron.path, [ROOT, ...args], { cwd });
  }
  if (electron.path && !wantsPage) say(`Electron cannot open a window here (${obstacle}); the page is used instead.`);
  await buildRendererIfNeeded(node, say);
  return await runToEnd(node.path, [...node.flags, join(ROOT, 'src-main/hosts/web/main.ts'), ...args], { cwd });
}

/** Why Electron cannot be used; undefined if it can. Whether it starts on this system is tried once and remembered. */
async function electronObstacle(state) {
  const { electron = {} } = state;
  if (!electron.path) return 'not here';
  const onLinux = process.platform === 'linux';
  if (onLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (onLinux && process.getuid() === 0) return 'its sandbox does not work for root';
  if (electron.runs) return undefined;
  const probe = join(ROOT, 'scripts/setup/probe-electron.cjs');
  const { code, stderr } = await run(electron.path, [probe], { timeoutMs: 30_000 });
  if (code !== 0) return lastLine(stderr) || `exit code ${code}`;
  writeState({ ...state, electron: { ...electron, runs: true } });
  return undefined;
}
