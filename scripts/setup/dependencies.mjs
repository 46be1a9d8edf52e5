/** Part 1: the packages in node_modules are those of package-lock.json. */
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT, SetupError, findOnPath, lastLine, modulePath, run } from './context.mjs';
import { lockHash } from './state.mjs';

/** Installs with `npm ci`, but only when something differs. */
export async function setUpDependencies({ check, state }) {
  const lock = lockHash();
  const record = { lock };
  if (state.dependencies?.lock === lock) return { text: 'as in package-lock.json', record };
  const difference = differenceToLock();
  if (difference === undefined) return { text: 'as in package-lock.json', record };
  if (check) return { missing: true, text: `${difference}: npm ci would install them` };
  await installPackages();
  const stillDifferent = differenceToLock();
  if (stillDifferent) throw new SetupError(`npm ci succeeded, yet ${stillDifferent}`);
  return { text: `installed with npm ci (${difference})`, record, changed: true };
}

/** npm lists what it installed in node_modules/.package-lock.json and writes it last: interrupted, it leaves none. */
function differenceToLock() {
  const wanted = readPackages(join(ROOT, 'package-lock.json'));
  let installed;
  try {
    installed = readPackages(modulePath('.package-lock.json'));
  } catch {
    return 'no packages are installed';
  }
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = installed[path];
    if (there === undefined && entry.optional) continue;
    if (there === undefined) return `${path} is not installed`;
    if (there.version !== entry.version) return `${path} is ${there.version} instead of ${entry.version}`;
  }
  return undefined;
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

async function installPackages() {
  const { command, args, env } = npmCommand();
  const all = [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await run(command, all, { env, shell: process.platform === 'win32' && command.endsWith('.cmd') });
  if (result.code !== 0) throw new SetupError(`npm ci failed (exit code ${result.code}):\n${essence(result)}`);
}

/** What npm complains about, without its usage text. */
function essence({ stdout, stderr }) {
  const [complaint] = stderr.split(/^npm error Clean install a project/m);
  const lines = complaint.trim().split('\n');
  return lines.length > 0 && lines[0] !== '' ? lines.slice(0, 20).join('\n') : lastLine(stdout);
}

/**
 * npm, run by the machine's own Node: the bundled one in node_modules/.bin is about to be replaced.
 * npm tells its scripts where it is; outside npm it is looked for on PATH.
 */
export function npmCommand() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('npm-cli.js') && node) return { command: node, args: [script], env };
  const npm = findOnPath('npm');
  if (!npm) throw new SetupError('npm was not found on PATH. Install Node.js with npm, then run this again.');
  return { command: npm, args: [], env };
}
