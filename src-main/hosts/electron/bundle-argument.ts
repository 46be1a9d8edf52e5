import path from 'node:path';

/** The .equipoise file that the system or a person opened the program with; undefined without one. */
export function bundleArgument(argv: readonly string[], isPackaged: boolean, cwd = process.cwd()): string | undefined {
  const args = argv.slice(isPackaged ? 1 : 2);
  const file = args.find(
    (arg, i) => !arg.startsWith('-') && args[i - 1] !== '--workspace' && arg.endsWith('.equipoise'),
  );
  return file === undefined ? undefined : path.resolve(cwd, file);
}
