import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The packages of WebGPU, which `npm run setup -- --webgpu` installs. */
export const WEBGPU_PACKAGES = 'webgpu';

const require = createRequire(import.meta.url);

/** A file in the folder of the packages that scripts/setup/apart.mjs installed under this name; it need not exist. */
export function apartPath(name: string, file = ''): string {
  return join(modulesFolder(), '.equipoise', name, file);
}

/** Where a package is that scripts/setup/apart.mjs installed under this name, or else beside the program; undefined without it. */
export function findApart(name: string, packageName: string): string | undefined {
  try {
    return require.resolve(packageName, { paths: [apartPath(name), dirname(modulesFolder())] });
  } catch {
    return undefined;
  }
}

function modulesFolder(): string {
  return dirname(dirname(dirname(require.resolve('@tensorflow/tfjs-core/package.json'))));
}
