import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Record<string, string | undefined>;

/**
 * The absolute path of the workspace to use: `--workspace` when it is given, else EQUIPOISE_WORKSPACE, else the
 * per-user data folder of this system.
 */
export function workspaceFolder(
  given: string | undefined,
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = given ?? environment['EQUIPOISE_WORKSPACE'];
  if (named !== undefined && named !== '') return path.resolve(named);
  return path.join(userDataFolder(environment, platform), 'equipoise');
}

/** The folder that a command needs after --workspace in any shell; null for the one that it takes by itself. */
export function workspaceToName(
  folder: string,
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const own = workspaceFolder(undefined, { ...environment, EQUIPOISE_WORKSPACE: undefined }, platform);
  return path.resolve(folder) === own ? null : path.resolve(folder);
}

/** Where answers are kept to bundles that cannot be written, and the profile of the window that they are read in. */
export function readingsFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return path.join(userDataFolder(environment, platform), 'equipoise', 'readings');
}

/** The profile of the window of one bundle, wherever it lies, and which pages its host has let in. */
export function readingsFolderOf(file: string): string {
  return path.join(readingsFolder(), createHash('sha256').update(file).digest('hex').slice(0, 16));
}

function userDataFolder(environment: Environment, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
  const xdg = environment['XDG_DATA_HOME'];
  return xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share');
}
