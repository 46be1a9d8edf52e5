/** Part 4: Electron's binary, which its package downloads on first use. Without it the page opens in a browser. */
import { readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, exists, lastLine, modulePath, run, unreachable } from './context.mjs';
import { failedLately } from './state.mjs';

const INSTEAD = 'the application opens as a page in the browser instead';

/** Downloads it if it is available; a failure is remembered for a day, for all clones. */
export async function setUpElectron({ check, retry, state }) {
  const version = JSON.parse(readFileSync(modulePath('electron/package.json'), 'utf8')).version;
  const path = binary();
  if (path) return { text: `${version}, already there`, record: { path, version } };
  if (process.env.EQUIPOISE_SKIP_ELECTRON) {
    return { text: `left out, as EQUIPOISE_SKIP_ELECTRON asks; ${INSTEAD}`, record: {} };
  }
  if (check) return { text: `not here; ${INSTEAD} until a set-up can download it`, record: {} };
  const note = join(cacheFolder({ create: true }), `electron-${version}-failed.json`);
  const remembered = readNote(note);
  if (!retry && failedLately(remembered)) return missing(remembered);
  const reason = await install(version, state.node.path);
  if (reason) {
    const failure = { reason, failedAt: Date.now() };
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(note, JSON.stringify(failure));
    return missing(failure);
  }
  rmSync(note, { force: true });
  return { text: `${version}, downloaded`, record: { path: binary(), version }, changed: true };
}

function missing({ reason, failedAt }) {
  return { text: `not here: ${reason}; ${INSTEAD}`, record: { reason, failedAt } };
}

/** undefined if it worked, else the reason for the failure. */
async function install(version, node) {
  const proxied = process.env.HTTPS_PROXY || process.env.https_proxy;
  const mirror = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror;
  const base = mirror || 'https://github.com/electron/electron/releases/download/';
  const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  // A proxy may let the download through although a plain request fails.
  const obstacle = proxied ? undefined : await unreachable(`${base}v${version}/${archive}`);
  if (obstacle) return obstacle;
  const result = await run(node, [modulePath('electron/install.js')], { timeoutMs: 15 * 60_000 });
  if (result.code !== 0) return result.timedOut ? 'the download took more than 15 minutes' : lastLine(result.stderr);
  const path = binary();
  const works =
    path && (await run(path, ['--version'], { timeoutMs: 20_000, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }));
  return works?.code === 0 ? undefined : `its binary does not start (${lastLine(works?.stderr ?? 'not found')})`;
}

function binary() {
  try {
    const path = modulePath('electron/dist', readFileSync(modulePath('electron/path.txt'), 'utf8'));
    return exists(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
