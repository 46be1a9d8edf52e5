/**
 * `npm run dist`: the installers for this platform, into dist/ (electron-builder.yml). Arguments go to
 * electron-builder. Without Electron's archive there is nothing to package, which is checked before anything is built.
 */
import { copyFileSync, linkSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, SetupError, modulePath } from './setup/context.mjs';
import { buildDesktop } from './setup/build-output.mjs';
import { ensureSetUp, setUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';

const say = console.log;

try {
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages'], say });
  const { state } = await setUp({ parts: ['electron'], retry: true, say });
  if (!state.electron.path) {
    throw new SetupError(
      `Electron's archive is not available (${state.electron.reason ?? 'EQUIPOISE_SKIP_ELECTRON is set'}), ` +
        'and without it there is nothing to package. Run this on a machine that can download it, or set ELECTRON_MIRROR.',
    );
  }
  const { engine } = await ensureSetUp({ parts: ['engine'], say });
  if (engine.name !== 'native') say('Without native TensorFlow the package contains only the slower WASM engine.');
  await buildDesktop(node);
  collectLibraries(engine.name === 'native');
  const config = `-c.electronDist=${dirname(state.electron.path)}`;
  const args = [modulePath('electron-builder/cli.js'), ...(process.platform === 'darwin' ? [] : [config])];
  process.exitCode = await runToEnd(node.path, [...node.flags, ...args, ...process.argv.slice(2)], { cwd: ROOT });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** TensorFlow's libraries as separate files, once each, under the names by which they look for each other. */
function collectLibraries(native) {
  const target = join(ROOT, 'out/native');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  if (!native) return;
  const source = modulePath('@tensorflow/tfjs-node/deps/lib');
  for (const name of namesToPackage(readdirSync(source))) {
    const file = realpathSync(join(source, name));
    try {
      linkSync(file, join(target, name));
    } catch {
      copyFileSync(file, join(target, name));
    }
  }
}

/** The pip wheel's library is called libtensorflow_cc.so.2; its other names serve only to link the addon. */
function namesToPackage(names) {
  const wanted = names.filter((name) => /(\.so\.2|\.2\.dylib|\.dll)$/.test(name));
  return names.includes('libtensorflow_cc.so.2') ? wanted.filter((name) => name !== 'libtensorflow.so.2') : wanted;
}
