/**
 * libtensorflow from the pip wheel of tensorflow-cpu, for networks that reach a Python index but not the official
 * download. Only two libraries and a few headers are unpacked; the result does not need Python itself.
 */
import { createWriteStream, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findOnPath, lastLine, run } from './context.mjs';
import { addToCache } from './native-library.mjs';
import { findCompiler } from './native-addon.mjs';

const WHEEL = 'tensorflow-cpu==2.21.*';
const PLATFORMS = { x64: ['manylinux_2_27_x86_64'], arm64: ['manylinux_2_27_aarch64', 'manylinux2014_aarch64'] };

/** The libraries by their own names, under which they look for each other, and the names that the addon is linked by. */
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const OTHER_NAMES = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
};

/** What the addon's sources include, directly and indirectly. */
const HEADERS = [
  /^tensorflow\/c\/[^/]*\.h$/,
  /^tensorflow\/c\/eager\/[^/]*\.h$/,
  /\/platform\/ctstring(_internal)?\.h$/,
  /^xla\/tsl\/c\//,
];

/** Downloads the wheel and unpacks what is needed into the cache. */
export async function unpackWheel() {
  const platforms = process.platform === 'linux' ? PLATFORMS[process.arch] : undefined;
  if (!platforms) throw new Error('used on Linux only');
  if (!process.report.getReport().header.glibcVersionRuntime) throw new Error('needs glibc');
  // Checked first: without a compiler the download would be wasted.
  findCompiler();
  return await addToCache(undefined, async (folder, scratch) => {
    const wheel = await downloadWheel(platforms, scratch);
    await unzip(join(scratch, wheel), (name) => targetOf(name, folder));
    for (const [name, target] of Object.entries(OTHER_NAMES)) symlinkSync(target, join(folder, 'lib', name));
    return `wheel-${wheel.split('-')[1]}`;
  });
}

async function downloadWheel(platforms, folder) {
  const python = findOnPath('python3', 'python');
  if (!python) throw new Error('python3 was not found on PATH');
  const choice = [
    '--only-binary=:all:',
    '--python-version',
    '3.11',
    ...platforms.flatMap((name) => ['--platform', name]),
  ];
  const quick = ['--quiet', '--no-cache-dir', '--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
  const all = ['-m', 'pip', 'download', '--no-deps', ...choice, ...quick, '--dest', folder, WHEEL];
  const result = await run(python, all, { timeoutMs: 20 * 60_000 });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (result.code !== 0 || !wheel) {
    const error = result.stderr
      .split('\n')
      .filter((line) => line.startsWith('ERROR'))
      .pop();
    throw new Error(result.timedOut ? 'pip took more than 20 minutes' : `pip: ${error ?? lastLine(result.stderr)}`);
  }
  return wheel;
}

function targetOf(name, folder) {
  const library = LIBRARIES.find((wanted) => name === `tensorflow/${wanted}`);
  if (library) return join(folder, 'lib', library);
  const header = name.startsWith('tensorflow/include/') ? name.slice('tensorflow/include/'.length) : undefined;
  return header && HEADERS.some((pattern) => pattern.test(header)) ? join(folder, 'include', header) : undefined;
}

/** yauzl refuses entries that climb out of the folder, and sizes that differ from the declared ones. */
async function unzip(file, target) {
  const { default: yauzl } = await import('yauzl');
  const zip = await new Promise((done, failed) => {
    yauzl.open(file, { lazyEntries: true }, (error, opened) => (error ? failed(error) : done(opened)));
  });
  await new Promise((done, failed) => {
    zip.on('error', failed);
    zip.on('end', done);
    zip.on('entry', (entry) => {
      const path = entry.fileName.endsWith('/') ? undefined : target(entry.fileName);
      if (!path) return zip.readEntry();
      mkdirSync(dirname(path), { recursive: true });
      zip.openReadStream(entry, (error, stream) => {
        if (error) return failed(error);
        pipeline(stream, createWriteStream(path)).then(() => zip.readEntry(), failed);
      });
    });
    zip.readEntry();
  });
}
