/** Checks who imports whom (layers/rules.ts) in this repository or the given folder; exit code 1 if a rule breaks. */
import { fileURLToPath } from 'node:url';
import { findCircles } from './layers/circles.ts';
import { readImports } from './layers/imports.ts';
import { findRoomCircles } from './layers/rooms.ts';
import { checkLayers } from './layers/check.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const imports = readImports(root);
const problems = [...checkLayers(imports), ...findCircles(imports), ...findRoomCircles(imports)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${new Set(imports.map((it) => it.file)).size} files keep to their layers.`);
