/**
 * What the last set-up found, kept in node_modules, so that it is deleted with the packages. Other scripts read it:
 * `node.path`, `node.flags`, `engine.name`, `electron.path`, `chromium.path`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLATFORM, ROOT, exists, modulePath } from './context.mjs';
import { hasWebGpu } from './has-webgpu.mjs';
import { messagesAreCompiled } from './messages.mjs';

/** Raise when a part records something different from before. */
const STATE_VERSION = 1;
const STATE_FILE = modulePath('.equipoise', 'setup.json');
const DAY_MS = 24 * 3600 * 1000;

/** SHA-256 of package-lock.json, in hex. */
export function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** The recorded state; empty if there is none, or if it is of another version or platform. */
export function readState() {
  try {
    const state = JSON.parse(readFileSync(STATE_FILE, 'utf8'));
    if (state.version === STATE_VERSION && state.platform === PLATFORM) return state;
  } catch {
    // missing or damaged: set up again
  }
  return { version: STATE_VERSION, platform: PLATFORM };
}

/** Replaces the recorded state in one step. */
export function writeState(state) {
  mkdirSync(modulePath('.equipoise'), { recursive: true });
  const temporary = `${STATE_FILE}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(temporary, STATE_FILE);
}

/** The engine that the environment asks for: 'native', 'wasm', 'webgpu', or 'auto' if it names none. */
export const wantedEngine = () => process.env.EQUIPOISE_ENGINE || 'auto';

/** Whether a failure is so recent that trying again would only cost time. */
export const failedLately = (part) => part?.failedAt !== undefined && Date.now() - part.failedAt < DAY_MS;

/**
 * Whether these parts are set up, by looking at stamps and files only (a few milliseconds).
 * @param {string[]} parts names from: dependencies, node, messages, engine, electron, chromium
 */
export function isSetUp(state, parts) {
  return parts.every((part) => CHECKS[part](state[part]));
}

const CHECKS = {
  dependencies: (part) => part?.lock === lockHash(),
  node: (part) => part !== undefined && exists(part.path),
  messages: messagesAreCompiled,
  engine: (part) => {
    const wanted = wantedEngine();
    if (part === undefined || (wanted === 'webgpu' && !hasWebGpu())) return false;
    if (part.name === 'native') return wanted === 'wasm' || part.files.every(exists);
    return wanted === 'wasm' || (['auto', 'webgpu'].includes(wanted) && failedLately(part));
  },
  electron: (part) =>
    part?.path ? exists(part.path) : failedLately(part) || Boolean(process.env.EQUIPOISE_SKIP_ELECTRON),
  chromium: (part) => {
    const named = process.env.EQUIPOISE_CHROMIUM;
    return part?.path !== undefined && exists(part.path) && (!named || named === part.path);
  },
};
