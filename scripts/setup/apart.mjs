/** Packages that only some need: installed when somebody asks for them, below node_modules but apart from package-lock.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { SetupError, lastLine, modulePath, run } from './context.mjs';
import { npmCommand } from './dependencies.mjs';

/**
 * Installs exact versions (`name@version`) in node_modules/.equipoise/<name>, without their peers, which the project has.
 * @returns {Promise<string>} the folder
 */
export async function installApart(name, packages) {
  const folder = modulePath('.equipoise', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  const { command, args, env } = npmCommand();
  const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];
  const shell = process.platform === 'win32' && command.endsWith('.cmd');
  const all = [...args, 'install', ...flags, '--prefix', folder, ...packages];
  const result = await run(command, all, { env, shell });
  if (result.code === 0) return folder;
  throw new SetupError(`${packages.join(' and ')} could not be installed: ${lastLine(result.stderr)}`);
}
