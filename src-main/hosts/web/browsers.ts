import { accessSync, constants } from 'node:fs';
import path from 'node:path';

type Environment = Record<string, string | undefined>;

export interface BrowserCommand {
  file: string;
  args: string[];
  /** This process is the window, so that it can be closed with the program; false for commands that only delegate. */
  isWindow: boolean;
}

export interface BrowserSearch {
  platform: NodeJS.Platform;
  environment: Environment;
  /** As root, Chromium only starts without its sandbox. */
  isRoot: boolean;
  canRun: (file: string) => boolean;
}

const LINUX_CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_CHROMIUMS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_CHROMIUMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/**
 * How to open `address` here: a Chromium as a window without an address bar, with a profile of its own, else whatever
 * the system opens addresses with; null if there is no display or nothing to open it with.
 */
export function browserCommand(address: string, profileDir: string, search: BrowserSearch): BrowserCommand | null {
  if (!hasDisplay(search)) return null;
  const chromium = chromiumCandidates(search).find(search.canRun);
  if (chromium !== undefined) {
    const args = [`--app=${address}`, `--user-data-dir=${profileDir}`, '--no-first-run', '--no-default-browser-check'];
    return { file: chromium, args: search.isRoot ? [...args, '--no-sandbox'] : args, isWindow: true };
  }
  if (search.platform === 'darwin') return { file: 'open', args: [address], isWindow: false };
  if (search.platform === 'win32') {
    return { file: 'rundll32', args: ['url.dll,FileProtocolHandler', address], isWindow: false };
  }
  const opener = onPath(['xdg-open', 'sensible-browser'], search.environment).find(search.canRun);
  return opener === undefined ? null : { file: opener, args: [address], isWindow: false };
}

/** What this machine has. */
export const thisMachine: BrowserSearch = {
  platform: process.platform,
  environment: process.env,
  isRoot: process.getuid?.() === 0,
  canRun(file) {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

function hasDisplay({ platform, environment }: BrowserSearch): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
}

function chromiumCandidates({ platform, environment }: BrowserSearch): string[] {
  if (platform === 'darwin') return MAC_CHROMIUMS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform !== 'win32') return onPath(LINUX_CHROMIUMS, environment);
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  return WINDOWS_CHROMIUMS.flatMap((parts) => roots.map((root) => path.win32.join(root, ...parts)));
}

function onPath(names: readonly string[], environment: Environment): string[] {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}
