/** Part 5, for tests: a Chromium. An installed one is preferred; else a headless one comes in an npm package. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, findOnPath, lastLine, modulePath, partialFolder, run } from './context.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
];

/** Finds one, or unpacks the packaged one into the cache. EQUIPOISE_CHROMIUM names another. */
export async function setUpChromium({ check, state }) {
  const { chromium } = state;
  if (chromium?.path && existsSync(chromium.path) && !process.env.EQUIPOISE_CHROMIUM) {
    return { text: `${chromium.version}, ${chromium.path}`, record: chromium };
  }
  for (const path of candidates()) {
    const version = await versionOf(path);
    if (version) return { text: `${version}, ${path}`, record: { path, version } };
  }
  const version = packagedVersion();
  const folder = join(cacheFolder(), `chromium-${version}`);
  if (!existsSync(folder)) {
    const obstacle =
      process.platform === 'linux' && process.arch === 'x64' ? undefined : 'the packaged one is only for Linux x64';
    if (obstacle)
      return {
        missing: true,
        text: `none found, and ${obstacle}. Install Chrome or Chromium, or set EQUIPOISE_CHROMIUM`,
      };
    if (check) return { missing: true, text: 'none found; set-up would unpack the packaged one' };
    await unpack(folder);
  }
  return await packaged(folder);
}

function candidates() {
  const named = process.env.EQUIPOISE_CHROMIUM;
  if (named) return [named];
  return [...NAMES.map((name) => findOnPath(name)).filter(Boolean), ...APPLICATIONS.filter(existsSync)];
}

/** undefined when it does not start. Windows' browsers do not print their version. */
async function versionOf(path, env = process.env) {
  if (process.platform === 'win32') return existsSync(path) ? 'installed' : undefined;
  const result = await run(path, ['--version', '--no-sandbox'], { timeoutMs: 20_000, env });
  return result.code === 0 ? lastLine(result.stdout) : undefined;
}

const packagedVersion = () => JSON.parse(readFileSync(modulePath('@sparticuz/chromium/package.json'), 'utf8')).version;

/** The package unpacks into the temporary folder, here set to the cache, so that users do not collide there. */
async function unpack(folder) {
  const partial = partialFolder(cacheFolder({ create: true }));
  const program = `import('@sparticuz/chromium').then((it) => it.default.executablePath())`;
  const result = await run(process.execPath, ['-e', program], { env: { ...process.env, TMPDIR: partial } });
  if (result.code !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new Error(`the packaged Chromium does not unpack: ${lastLine(result.stderr)}`);
  }
  if (!existsSync(folder)) renameSync(partial, folder);
  rmSync(partial, { recursive: true, force: true });
}

async function packaged(folder) {
  const path = join(folder, 'chromium');
  // In the C locale it names its language en-US@posix, which Intl refuses. Its own fonts, for machines without any.
  const env = {
    LC_ALL: 'en_US.UTF-8',
    ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
  };
  const version = await versionOf(path, { ...process.env, ...env });
  if (!version) throw new Error(`the packaged Chromium does not start: ${path}`);
  return { text: `${version}, the packaged one`, record: { path, version, env, packaged: true } };
}
