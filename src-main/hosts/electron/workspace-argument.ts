import { parseArgs } from 'node:util';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/**
 * The folder after `--workspace`, as given; undefined without the option. A packaged program's own options come first;
 * unpackaged, Electron's path to the program precedes them. Throws AppError bad-input when the folder is missing.
 */
export function workspaceArgument(argv: readonly string[], isPackaged: boolean): string | undefined {
  const args = argv.slice(isPackaged ? 1 : 2);
  // Chromium's own switches are among the arguments, so unknown ones are skipped.
  const { values } = parseArgs({ args, strict: false, options: { workspace: { type: 'string' } } });
  if (typeof values.workspace === 'boolean') {
    throw new AppError('bad-input', '--workspace needs a folder: --workspace ~/ecg-study.');
  }
  return values.workspace;
}
