import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LAYERS } from '../../scripts/layers/rules.ts';

const page = readFileSync('docs/architecture.md', 'utf8');

it('the page on the architecture names only files and folders that exist', () => {
  const named = [...page.matchAll(/`((?:src-[a-z]+|scripts|docs|test)\/[^`<*\s]+)`/g)].map(
    ([, path]) => path as string,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  // A file that is to be made lies in a folder that is there.
  const made = [...page.matchAll(/`((?:src-[a-z]+)\/[^`<\s]*\/)[a-z-]*<[a-z]+>\.ts`/g)].map(
    ([, folder]) => folder as string,
  );
  expect(made.length).toBeGreaterThan(4);
  expect(made.filter((folder) => !existsSync(folder))).toEqual([]);
});

it('the page on the architecture speaks of every layer', () => {
  const missing = LAYERS.map(({ folder }) => folder.replace(/^src-main\//, '')).filter((name) => !page.includes(name));
  expect(missing).toEqual([]);
});
