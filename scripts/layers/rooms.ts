import { posix } from 'node:path';
import type { Import } from './imports.ts';
import { layerOf } from './check.ts';

/** Files that lie in a folder beside its rooms are a room of their own. */
const LOOSE = 'its loose files';

/**
 * One sentence for each circle of rooms. The rooms of a folder are the folders in it, and its loose files together: at
 * every level they import each other in one direction, so that the order of the work can be read from the tree.
 * The entry of a door or a page is a loose file; what its rooms share is therefore in rooms, too.
 */
export function findRoomCircles(imports: readonly Import[]): string[] {
  const levels = new Map<string, Map<string, Map<string, Import>>>();
  for (const it of imports) {
    // Which layer may import which is said by the table of layers.
    if (it.target === undefined || layerOf(it.file) !== layerOf(it.target)) continue;
    const [folder, from, to] = roomsOf(it.file, it.target);
    if (from === to) continue;
    const rooms = levels.get(folder) ?? new Map<string, Map<string, Import>>();
    const targets = rooms.get(from) ?? new Map<string, Import>();
    if (!targets.has(to)) targets.set(to, it);
    levels.set(folder, rooms.set(from, targets));
  }
  return [...levels].flatMap(([folder, rooms]) =>
    circlesOf(rooms).map((path) => {
      const steps = path.slice(1).map((to, i) => {
        const { file, line } = rooms.get(path[i] ?? '')?.get(to) as Import;
        return `${to} (${file}:${line})`;
      });
      return `The rooms of ${folder} go round in a circle: ${[path[0], ...steps].join(' → ')}`;
    }),
  );
}

/** The innermost folder that holds both files, and the room of each in it. */
function roomsOf(file: string, target: string): [folder: string, from: string, to: string] {
  const [a, b] = [file.split('/'), target.split('/')];
  let depth = 0;
  while (depth < a.length - 1 && depth < b.length - 1 && a[depth] === b[depth]) depth += 1;
  const room = (parts: string[]): string => (depth < parts.length - 1 ? (parts[depth] ?? LOOSE) : LOOSE);
  return [posix.join(...a.slice(0, depth)), room(a), room(b)];
}

/** Each circle once, from one of its rooms back to it. */
function circlesOf(rooms: ReadonlyMap<string, ReadonlyMap<string, unknown>>): string[][] {
  const finished = new Set<string>();
  const circles: string[][] = [];
  const path: string[] = [];
  const visit = (room: string): void => {
    const at = path.indexOf(room);
    if (at >= 0) circles.push([...path.slice(at), room]);
    if (at >= 0 || finished.has(room)) return;
    path.push(room);
    for (const target of rooms.get(room)?.keys() ?? []) visit(target);
    path.pop();
    finished.add(room);
  };
  for (const room of rooms.keys()) visit(room);
  return circles;
}
