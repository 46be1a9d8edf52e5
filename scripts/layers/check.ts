import type { Import } from './imports.ts';
import { LAYERS, PACKAGE_RULES, type Layer } from './rules.ts';

/** One sentence for each import that breaks a rule: file, line, import, rule. */
export function checkLayers(imports: readonly Import[]): string[] {
  return imports.flatMap((it) => {
    const problem = it.target === undefined ? checkPackage(it) : checkOwn(it, it.target);
    return problem === undefined ? [] : [`${it.file}:${it.line} imports '${it.specifier}': ${problem}`];
  });
}

function checkOwn({ file }: Import, target: string): string | undefined {
  const layer = layerOf(file);
  if (!layer) return `${file} belongs to no layer; name its folder in scripts/layers/rules.ts`;
  const targetLayer = layerOf(target);
  if (targetLayer === layer) return undefined;
  // A folder is allowed as a whole layer: `src-main/jobs` does not open `src-main/jobs/tasks`.
  const allowed = layer.mayImport.some((it) => it === target || it === targetLayer?.folder);
  return allowed ? undefined : `${layer.folder} may import only ${listOf([...layer.mayImport, 'its own files'])}`;
}

function checkPackage({ file, specifier }: Import): string | undefined {
  const name = packageOf(specifier);
  const rule = PACKAGE_RULES.find((it) => matches(it.package, name));
  if (rule && !rule.onlyIn.some((folder) => isInside(file, folder))) {
    return `${rule.package} may be imported only in ${listOf(rule.onlyIn)}`;
  }
  const packages = layerOf(file)?.packages;
  if (!packages || packages.includes(name)) return undefined;
  return `of packages, ${layerOf(file)?.folder} may import only ${listOf(packages)}`;
}

/** The layer with the longest folder path that contains the file. */
export function layerOf(file: string): Layer | undefined {
  const holding = LAYERS.filter((layer) => isInside(file, layer.folder));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}

const isInside = (file: string, folder: string) => file.startsWith(`${folder}/`);

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

const listOf = (items: readonly string[]) => items.join(', ');
