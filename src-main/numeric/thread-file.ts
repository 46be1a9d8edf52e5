import { existsSync } from 'node:fs';

/**
 * The file of a thread: `thread.ts` beside the module that starts it, whose `import.meta.url` is `beside`, or, where the program
 * is built, `<name>.js` beside the program's own files. Throws Error if it is not there.
 */
export function threadFile(beside: string, name: string): URL {
  const places = beside.endsWith('.ts') ? ['./thread.ts'] : [`./${name}.js`, `../${name}.js`];
  const found = places.map((place) => new URL(place, beside)).find((url) => existsSync(url));
  if (found === undefined) throw new Error(`the thread "${name}" is missing from the program`);
  return found;
}
