/** What is built into out/, and when it is out of date. */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ROOT, SetupError, exists, modulePath, run } from './context.mjs';

const COMMON = [
  'package-lock.json',
  'svelte.config.js',
  'renderer.vite.config.ts',
  'src-shared',
  'src-figures',
  'src-renderer',
];
const RENDERER = { name: 'renderer', sources: COMMON, result: 'out/renderer/index.html' };
const DESKTOP = {
  name: 'desktop',
  sources: [...COMMON, 'electron.vite.config.ts', 'src-main'],
  result: 'out/main/main.js',
};

/** Builds the page for the web host if its sources have changed since the last build. */
export async function buildRendererIfNeeded(node, say) {
  await buildIfNeeded(RENDERER, say, () =>
    runBuild(node, [
      modulePath('vite/bin/vite.js'),
      'build',
      '--config',
      'renderer.vite.config.ts',
      '--logLevel',
      'warn',
    ]),
  );
}

/** Builds everything for Electron if its sources have changed since the last build. */
export async function buildDesktopIfNeeded(node, say) {
  await buildIfNeeded(DESKTOP, say, () => buildDesktop(node));
}

/** Builds everything for Electron. */
export async function buildDesktop(node) {
  await runBuild(node, [modulePath('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']);
}

async function buildIfNeeded({ name, sources, result }, say, build) {
  const stamp = join(ROOT, 'out', `.${name}-stamp`);
  const wanted = fingerprint(sources);
  if (exists(join(ROOT, result)) && exists(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`Building the ${name === 'renderer' ? 'page' : 'desktop application'} …`);
  await build();
  writeFileSync(stamp, wanted);
}

/** Names, sizes and times of the files below these paths. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else if (stat) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const path of paths) visit(join(ROOT, path));
  return hash.digest('hex');
}

async function runBuild(node, args) {
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' };
  const { code, stdout, stderr } = await run(node.path, [...node.flags, ...args], { env });
  if (code !== 0) throw new SetupError(`The build failed:\n${stdout}${stderr}`);
}
