import { readFile, writeFile } from 'node:fs/promises';
import { MADE_PAGES } from './docs/pages.ts';

/** Writes the pages of docs/ that are generated from the code; with --check it only reports which are out of date. */
for (const { name, make } of MADE_PAGES) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  const page = await readFile(file, 'utf8');
  const made = make(page);
  if (made === page) continue;
  if (!process.argv.includes('--check')) {
    await writeFile(file, made);
  } else {
    process.stderr.write(`docs/${name} is out of date: run node scripts/generate-docs.ts.\n`);
    process.exitCode = 1;
  }
}
