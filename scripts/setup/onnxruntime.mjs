/** onnxruntime, which runs imported ONNX models that have no translation: installed when somebody asks for it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, lastLine, modulePath, run } from './context.mjs';
import { npmCommand } from './dependencies.mjs';

const VERSION = '1.30.0';

/** Installs onnxruntime-node below node_modules, apart from the packages of package-lock.json. */
export async function setUpOnnxRuntime(say) {
  const folder = modulePath('.equipoise', 'onnxruntime');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { command, args, env } = npmCommand();
  const all = [
    ...args,
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefix',
    folder,
  ];
  const shell = process.platform === 'win32' && command.endsWith('.cmd');
  const result = await run(command, [...all, `onnxruntime-node@${VERSION}`], { env, shell });
  if (result.code !== 0)
    throw new SetupError(`onnxruntime-node ${VERSION} could not be installed: ${lastLine(result.stderr)}`);
  say(`onnxruntime ${VERSION} is installed in ${folder}`);
}
