/**
 * `npm test`: sets up, then runs every check and every test, even if some fail, and ends with one plain line,
 * `N passed, N failed, N skipped`. `npm test -- <filter>` runs only the tests whose file matches.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { ROOT, SetupError, modulePath, run } from './setup/context.mjs';
import { ensureSetUp } from './setup/parts.mjs';
import { runToEnd } from './setup/run-to-end.mjs';
import { CHECKS } from './checks.mjs';
import { countTests, resultLine } from './test-counts.mjs';

const CHECKS_AT_ONCE = 2;
const REPORT = modulePath('.equipoise', 'vitest.json');

const filters = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  const parts = ['dependencies', 'node', 'messages', 'engine', 'chromium'];
  const { node } = await ensureSetUp({ parts, say: console.log });
  if (filters.length > 0) console.log('A filter is given: only the matching tests run, without the static checks.');
  else add(await runChecks(node));
  add(await runTests(node));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  total.failed += 1;
}
if (total.passed + total.failed === 0) {
  console.error('No test ran.');
  total.failed += 1;
}
console.log(`\n${resultLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function add(counts) {
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
}

async function runChecks(node) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...CHECKS];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const begun = performance.now();
      const { code, stdout, stderr } = await run(node.path, [...node.flags, ...check.args], { cwd: ROOT });
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      counts[code === 0 ? 'passed' : 'failed'] += 1;
      console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`);
      if (code !== 0) console.log(`${stdout}${stderr}`.trim().replace(/^/gm, '    '));
    }
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, worker));
  return counts;
}

async function runTests(node) {
  mkdirSync(modulePath('.equipoise'), { recursive: true });
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const args = [modulePath('vitest/vitest.mjs'), 'run', ...reporters, ...filters];
  const code = await runToEnd(node.path, [...node.flags, ...args], { cwd: ROOT });
  return countTests(readReport(), code);
}

function readReport() {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8'));
  } catch {
    return undefined;
  }
}
