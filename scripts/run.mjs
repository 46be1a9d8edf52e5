/**
 * Runs a TypeScript file under the Node that set-up found: `node scripts/run.mjs <file> [arguments…]`.
 * Sets up what is missing first; that output goes to stderr, so that stdout belongs to the program.
 */
import { join } from 'node:path';
import { ROOT, SetupError } from './setup/context.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { callersFolder, runToEnd } from './setup/run-to-end.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/run.mjs <file.ts> [arguments…]');
  process.exit(2);
}

try {
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages', 'engine'], say: console.error });
  const cwd = callersFolder('equipoise', 'demo');
  process.exitCode = await runToEnd(node.path, [...node.flags, join(ROOT, file), ...args], { cwd });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
