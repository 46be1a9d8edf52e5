/**
 * What every part of the set-up needs: where things are, how to run a program, how to report what happened.
 * Plain JavaScript for any Node ≥ 18, because it runs before a newer one is available.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** `linux-x64`, `darwin-arm64`, … */
export const PLATFORM = `${process.platform}-${process.arch}`;

/** A path below node_modules. */
export const modulePath = (...parts) => join(ROOT, 'node_modules', ...parts);

/** A failure of a part that is indispensable; the message is for the user. */
export class SetupError extends Error {}

function userCacheFolder() {
  if (process.env.EQUIPOISE_CACHE) return resolve(process.env.EQUIPOISE_CACHE);
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'equipoise');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) {
    return join(process.env.LOCALAPPDATA, 'equipoise', 'Cache');
  }
  const home = homedir();
  return process.platform === 'darwin' ? join(home, 'Library/Caches/equipoise') : join(home, '.cache/equipoise');
}

/** The per-user cache that all clones share; without a writable one, a folder inside node_modules. */
export function cacheFolder({ create = false } = {}) {
  const preferred = userCacheFolder();
  const fallback = modulePath('.equipoise', 'cache');
  if (!create) return isWritableOrAbsent(preferred) ? preferred : fallback;
  try {
    mkdirSync(preferred, { recursive: true });
    accessSync(preferred, constants.W_OK);
    return preferred;
  } catch {
    mkdirSync(fallback, { recursive: true });
    return fallback;
  }
}

function isWritableOrAbsent(folder) {
  let probe = folder;
  while (!exists(probe) && dirname(probe) !== probe) probe = dirname(probe);
  try {
    accessSync(probe, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A new folder for half-finished work, on the same file system as its final place, so that a rename finishes it.
 * Folders left behind by interrupted set-ups are removed on the way.
 */
export function partialFolder(parent) {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /^\.partial-(\d+)$/.exec(name)?.[1];
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
  const folder = join(parent, `.partial-${process.pid}`);
  mkdirSync(folder);
  return folder;
}

/** Whether a process with this id is running. */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether a file or folder exists (links are followed). */
export function exists(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The first of these programs on PATH, as a full path; undefined if there is none. */
export function findOnPath(...names) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      for (const extension of extensions) {
        const path = join(folder, name + extension);
        try {
          accessSync(path, constants.X_OK);
          if (statSync(path).isFile()) return path;
        } catch {
          // not in this folder
        }
      }
    }
  }
  return undefined;
}

/**
 * Runs a program to its end and collects its output. Never rejects.
 * @param {string} command
 * @param {string[]} args
 * @param {{ timeoutMs?: number, env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean }} options
 * @returns {Promise<{ code: number, stdout: string, stderr: string, timedOut: boolean }>}
 */
export function run(command, args, { timeoutMs = 0, env = process.env, cwd = ROOT, shell = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const timer =
      timeoutMs > 0 &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const finish = (code, extra = '') => {
      clearTimeout(timer || undefined);
      running.delete(child);
      done({ code, stdout, stderr: stderr + extra, timedOut });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 1));
  });
}

const running = new Set();

/**
 * Ends what was started by `run` before a signal ends us; npm or a download would carry on without us.
 * @returns {() => void} undoes it
 */
export function endChildrenOnSignals() {
  const end = async (signal) => {
    const ended = [...running].map((child) => new Promise((done) => child.once('close', done)));
    for (const child of running) child.kill(signal);
    await Promise.all(ended);
    forget();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forget = () => signals.forEach((signal) => process.off(signal, end));
  for (const signal of signals) process.on(signal, end);
  return forget;
}

/** The last line that is not blank, short enough for one line of a report. */
export function lastLine(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.filter(Boolean).pop() ?? '').slice(0, 160);
}

/** Why this host cannot be reached; undefined if it can. */
export async function unreachable(url, timeoutMs = 5000) {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return answer.status < 400 ? undefined : `${new URL(url).host} answers ${answer.status}`;
  } catch (error) {
    const reason =
      error.name === 'TimeoutError' ? `no answer in ${timeoutMs / 1000} s` : (error.cause?.code ?? error.message);
    return `cannot reach ${new URL(url).host} (${reason})`;
  }
}
