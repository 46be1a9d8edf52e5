/**
 * A native library in the per-user cache, and its links into node_modules:
 *   <cache>/native/<name>/lib      the shared libraries
 *   <cache>/native/<name>/include  the headers that the addon is compiled with
 *   <cache>/native/<name>/addon-…  the addon, once it is compiled or downloaded
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PLATFORM, cacheFolder, modulePath, partialFolder } from './context.mjs';

const TFJS_NODE = modulePath('@tensorflow/tfjs-node');
const ADDON = 'tfjs_binding.node';

/** The N-API version that tfjs-node's addon is built against: its newest. */
export const NAPI_VERSION = 8;

const tfjsVersion = () => createRequire(import.meta.url)(join(TFJS_NODE, 'package.json')).version;

/** Where the addon of this library is in the cache. */
export function addonPath(library) {
  return join(library, `addon-${tfjsVersion()}-napi-v${NAPI_VERSION}`, ADDON);
}

/** The files in node_modules that must be there for the native engine. */
export function nativeFiles() {
  const library =
    { darwin: 'libtensorflow.2.dylib', win32: 'tensorflow.dll' }[process.platform] ?? 'libtensorflow.so.2';
  return [join(TFJS_NODE, 'lib', `napi-v${NAPI_VERSION}`, ADDON), join(TFJS_NODE, 'deps/lib', library)];
}

/** Complete libraries in the cache for this platform; the official one first. */
export function cachedLibraries() {
  const folder = join(cacheFolder(), 'native');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(`-${PLATFORM}`));
  return names.sort().map((name) => join(folder, name));
}

/**
 * Puts a library into the cache in one step: `fill` works in a folder of its own, and a rename finishes it, so that
 * an interrupted set-up leaves no half of a library.
 * @param {string | undefined} name such as `official-2.9.1`; undefined when `fill` returns it
 * @param {(folder: string, scratch: string) => Promise<string | void>} fill
 * @returns {Promise<string>} the library's folder
 */
export async function addToCache(name, fill) {
  const parent = join(cacheFolder({ create: true }), 'native');
  const partial = partialFolder(parent);
  try {
    const folder = join(partial, 'library');
    const scratch = join(partial, 'scratch');
    mkdirSync(folder);
    mkdirSync(scratch);
    const filledName = await fill(folder, scratch);
    const final = join(parent, `${name ?? filledName}-${PLATFORM}`);
    // One of the same name did not work, or another set-up was quicker.
    if (existsSync(final)) renameSync(final, join(partial, 'old'));
    renameSync(folder, final);
    return final;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Makes tfjs-node in node_modules use this library. */
export function linkLibrary(library) {
  const deps = join(TFJS_NODE, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  for (const name of readdirSync(join(library, 'lib'))) {
    linkFile(join(library, 'lib', name), join(deps, 'lib', name));
  }
  const addonFolder = join(TFJS_NODE, 'lib', `napi-v${NAPI_VERSION}`);
  rmSync(addonFolder, { recursive: true, force: true });
  mkdirSync(addonFolder, { recursive: true });
  copyFileSync(addonPath(library), join(addonFolder, ADDON));
  // Windows looks for a library beside the one that needs it.
  if (process.platform === 'win32') linkFile(join(library, 'lib/tensorflow.dll'), join(addonFolder, 'tensorflow.dll'));
}

/** Windows lets only some users make symbolic links; elsewhere on it a hard link or a copy will do. */
function linkFile(from, to) {
  if (process.platform !== 'win32') return symlinkSync(from, to);
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
