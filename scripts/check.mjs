/** Runs the static checks, or the named ones: `node scripts/check.mjs [name…]`. */
import { ROOT, SetupError } from './setup/context.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';
import { CHECKS } from './checks.mjs';

const names = process.argv.slice(2);
const unknown = names.find((name) => !CHECKS.some((check) => check.name === name));
if (unknown) {
  console.error(
    `There is no check called "${unknown}". The checks are: ${CHECKS.map((check) => check.name).join(', ')}.`,
  );
  process.exit(2);
}
try {
  const { node } = await ensureSetUp({ parts: ['dependencies', 'node', 'messages'], say: console.error });
  for (const check of CHECKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`${check.name} …`);
    const code = await runToEnd(node.path, [...node.flags, ...check.args], { cwd: ROOT });
    if (code !== 0) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
