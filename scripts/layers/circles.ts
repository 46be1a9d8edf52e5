import type { Import } from './imports.ts';

/**
 * One sentence for each circle of files that import each other. Type-only imports count: they are gone before the
 * program runs, but a reader of one of the files must also read the other.
 */
export function findCircles(imports: readonly Import[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    if (target === undefined) continue;
    const known = targets.get(file) ?? new Set();
    targets.set(file, known.add(target));
  }
  const finished = new Set<string>();
  const circles: string[] = [];
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push(`${file} imports itself in a circle: ${[...path.slice(at), file].join(' → ')}`);
    if (at >= 0 || finished.has(file)) return;
    path.push(file);
    for (const target of targets.get(file) ?? []) visit(target);
    path.pop();
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file);
  return circles;
}
