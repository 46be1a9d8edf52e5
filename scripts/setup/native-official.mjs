/** libtensorflow from the address that tfjs-node's own install script uses, with the addon built for it. */
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findOnPath, lastLine, modulePath, run, unreachable } from './context.mjs';
import { NAPI_VERSION, addToCache, addonPath } from './native-library.mjs';

/** tfjs-node reads the same variables, for networks with a mirror. */
const HOST = process.env.TFJS_NODE_CDN_STORAGE || process.env.CDN_STORAGE || 'https://storage.googleapis.com/';
const BASE = process.env.TFJS_NODE_BASE_URI || `${HOST}tensorflow/libtensorflow/libtensorflow-`;

/** Downloads and unpacks it into the cache. Gives up after five seconds when the host does not answer. */
export async function downloadOfficial() {
  const url = libraryUrl();
  const obstacle = await unreachable(url);
  if (obstacle) throw new Error(obstacle);
  return await addToCache(`official-${libraryVersion()}`, async (folder, scratch) => {
    await unpack(await download(url, scratch), folder);
    const looseDll = join(folder, 'tensorflow.dll');
    if (process.platform === 'win32' && existsSync(looseDll)) {
      mkdirSync(join(folder, 'lib'), { recursive: true });
      renameSync(looseDll, join(folder, 'lib/tensorflow.dll'));
    }
    await downloadAddon(folder, scratch);
  });
}

function libraryVersion() {
  return createRequire(import.meta.url)(modulePath('@tensorflow/tfjs-node/scripts/deps-constants.js'))
    .LIBTENSORFLOW_VERSION;
}

function libraryUrl() {
  const platform = `${process.platform}-${process.arch}`;
  const special = {
    'darwin-arm64': 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz',
    'linux-arm64': 'tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz',
  }[platform];
  if (special) return HOST + special;
  const system = { 'linux-x64': 'linux-x86_64', 'darwin-x64': 'darwin-x86_64', 'win32-x64': 'windows-x86_64' }[
    platform
  ];
  if (!system) throw new Error(`there is none for ${platform}`);
  return `${BASE}cpu-${system}-${libraryVersion()}.${process.platform === 'win32' ? 'zip' : 'tar.gz'}`;
}

/** The prebuilt addon, which is published for x64 only; elsewhere, or without it, it is compiled afterwards. */
async function downloadAddon(folder, scratch) {
  if (process.arch !== 'x64') return;
  const { version } = createRequire(import.meta.url)(modulePath('@tensorflow/tfjs-node/package.json'));
  const system = { win32: 'windows', darwin: 'darwin' }[process.platform] ?? 'linux';
  const archive = `CPU-${system}-${version}.${process.platform === 'win32' ? 'zip' : 'tar.gz'}`;
  const url = `${HOST}tf-builds/pre-built-binary/napi-v${NAPI_VERSION}/${version}/${archive}`;
  if (await unreachable(url)) return;
  const unpacked = join(scratch, 'addon');
  mkdirSync(unpacked);
  await unpack(await download(url, scratch), unpacked);
  const found = [unpacked, join(unpacked, `napi-v${NAPI_VERSION}`)].find((folder) =>
    existsSync(join(folder, 'tfjs_binding.node')),
  );
  if (!found) return;
  mkdirSync(dirname(addonPath(folder)), { recursive: true });
  renameSync(join(found, 'tfjs_binding.node'), addonPath(folder));
}

async function download(url, folder) {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${url} answers ${answer.status}`);
  const file = join(folder, basename(new URL(url).pathname));
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
  return file;
}

/** tar unpacks both kinds of archive: Windows and macOS, which may get a zip, have a tar that can. */
async function unpack(archive, folder) {
  const tar = findOnPath('tar');
  if (!tar) throw new Error('tar was not found on PATH');
  const result = await run(tar, ['-xf', archive, '-C', folder]);
  if (result.code !== 0) throw new Error(`${basename(archive)} does not unpack: ${lastLine(result.stderr)}`);
}
