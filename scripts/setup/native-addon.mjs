/** Compiles tfjs-node's addon against a library in the cache. It is pure N-API: Node's own headers are not needed. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, modulePath, run } from './context.mjs';
import { NAPI_VERSION, addonPath } from './native-library.mjs';

/** The C++ compiler: $CXX, else g++ or another that is installed. */
export function findCompiler() {
  const compiler = process.env.CXX ? findOnPath(process.env.CXX) : findOnPath('g++', 'c++', 'clang++');
  if (!compiler) throw new Error('no C++ compiler (g++) was found on PATH');
  return compiler;
}

/** Compiles the library's addon if it is not in the cache yet. */
export async function buildAddon(library) {
  const target = addonPath(library);
  if (existsSync(target)) return;
  if (process.platform === 'win32') throw new Error('the prebuilt addon could not be downloaded');
  const sources = modulePath('@tensorflow/tfjs-node/binding');
  const half = join(dirname(target), `.partial-${process.pid}.node`);
  mkdirSync(dirname(target), { recursive: true });
  const args = [
    ...['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${NAPI_VERSION}`],
    ...['-I', modulePath('node-api-headers/include'), '-I', join(library, 'include')],
    ...readdirSync(sources)
      .filter((name) => name.endsWith('.cc'))
      .map((name) => join(sources, name)),
    ...['-L', join(library, 'lib'), '-ltensorflow', '-ltensorflow_framework'],
    ...(process.platform === 'darwin'
      ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib']
      : ['-Wl,-rpath,$ORIGIN/../../deps/lib']),
    ...['-o', half],
  ];
  const result = await run(findCompiler(), args);
  if (result.code !== 0) {
    rmSync(half, { force: true });
    throw new Error(
      `the addon does not compile: ${/.*error.*/i.exec(result.stderr)?.[0] ?? `exit code ${result.code}`}`,
    );
  }
  renameSync(half, target);
}
