import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

/** The longest that the demo study may take: minutes with the WASM engine on two busy cores, seconds with the native one. */
export const DEMO_LIMIT_MS = 900_000;

const ROOT = path.resolve(import.meta.dirname, '../..');

type Build = (node: { path: string; flags: string[] }, say: (line: string) => void) => Promise<void>;

async function build(name: 'buildRendererIfNeeded' | 'buildDesktopIfNeeded'): Promise<void> {
  const module = new URL('../../scripts/setup/build-output.mjs', import.meta.url).href;
  const builds = (await import(module)) as Record<typeof name, Build>;
  await builds[name]({ path: process.execPath, flags: [] }, () => {});
}

/** Builds the page as `npm start` does, when its sources changed. */
export const buildPage = (): Promise<void> => build('buildRendererIfNeeded');

/** Builds the desktop program as `npm start` does, when its sources changed. */
export const buildDesktop = (): Promise<void> => build('buildDesktopIfNeeded');

export interface HostProcess {
  origin: string;
  pid: number;
  /** The last address that was printed, which lets one more browser in. */
  address(): string;
  /** Everything that it said so far, on stdout and stderr. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or null where a signal ended it. */
  ended: Promise<number | null>;
}

/** Runs the web host as `npm start` does, without a window. Resolves once it has printed its first address. */
export function startHost(workspaceDir: string, args: string[] = ['--port', '0']): Promise<HostProcess> {
  return addressed(spawnHost(['--workspace', workspaceDir, '--no-open', '--json', ...args]));
}

/** Folders that a host has for itself. */
export interface Own {
  home: string;
  temporary: string;
}

/** Opens a bundle as a reader does who has nothing but this file, in a home and with a temporary folder of its own. */
export function startReading(file: string, { home, temporary }: Own, port = '0'): Promise<HostProcess> {
  const own = { HOME: home, XDG_DATA_HOME: home, TMPDIR: temporary, SQLITE_TMPDIR: temporary };
  const env = { ...process.env, ...own, EQUIPOISE_WORKSPACE: undefined };
  const args = ['read', file, '--no-open', '--json', '--port', port];
  return addressed(spawnProgram('src-main/hosts/cli/main.ts', args, { cwd: path.dirname(file), env }));
}

/** Resolves once it has printed its first address. */
async function addressed(child: ChildProcess): Promise<HostProcess> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let address = '';
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const first = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      output += `${line}\n`;
      address = (JSON.parse(line) as { address: string }).address;
      resolve(address);
    });
  });
  const printed = await Promise.race([first, ended.then((code) => `code ${code}`)]);
  if (printed.startsWith('code')) throw new Error(`The web host ended at once (${printed}): ${output}`);
  return {
    origin: new URL(printed).origin,
    pid: child.pid ?? 0,
    address: () => address,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs `npm start -- --web` as npm does that was called in `folder`, and ends it; the workspace that it opened. */
export async function workspaceOfStart(folder: string, args: string[]): Promise<string | undefined> {
  return (await startAndKill(folder, args, 'SIGTERM')).workspace;
}

/** The same, with the wrapper killed before it can tell anybody; the process id of the host that it had started. */
export async function hostOfKilledStart(folder: string, args: string[]): Promise<number> {
  return (await startAndKill(folder, args, 'SIGKILL')).pid ?? 0;
}

async function startAndKill(
  folder: string,
  args: string[],
  signal: NodeJS.Signals,
): Promise<{ workspace?: string; pid?: number }> {
  const start = ['scripts/start.mjs', '--web', '--no-open', '--json', '--port', '0', ...args];
  const env = { ...process.env, EQUIPOISE_SKIP_ELECTRON: '1', npm_lifecycle_event: 'start', INIT_CWD: folder };
  const child = spawn(process.execPath, start, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const printed = await new Promise<string>((resolve) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => line.startsWith('{') && resolve(line));
    lines.on('close', () => resolve('{}'));
  });
  child.kill(signal);
  await ended;
  return JSON.parse(printed) as { workspace?: string; pid?: number };
}

/** Runs the web host to its end, for starts that fail. */
export async function runHost(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnHost(args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

const spawnHost = (args: string[]): ChildProcess => spawnProgram('src-main/hosts/web/main.ts', args);

function spawnProgram(main: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const command = [...flags, path.join(ROOT, main), ...args];
  return spawn(process.execPath, command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}
