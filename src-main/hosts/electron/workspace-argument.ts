import { parseArgs } from 'node:util';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/**
 * The folder after `--workspace`, as it was given; undefined without one. A packaged program's own options begin at once;
 * otherwise Electron is first told which program to run. Throws AppError bad-input when the folder is missing.
 */
export function workspaceArgument(argv: readonly string[], isPackaged: boolean): string | undefined {
  const args = argv.slice(isPackaged ? 1 : 2);
  // Chromium's own switches stand among the arguments, so unknown ones are passed over.
  const { values } = parseArgs({ args, strict: false, options: { workspace: { type: 'string' } } });
  if (typeof values.workspace === 'boolean') {
    throw new AppError('bad-input', '--workspace needs a folder: --workspace ~/ecg-study.');
  }
  return values.workspace;
}
