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

/** Test folders whose files run one after the other; the checks, and then those of LIGHT, have a core beside them. */
const IN_TURN = ['e2e', 'torture'];
/** Test folders that one core is enough for. */
const LIGHT = ['unit', 'db'];

const filters = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  const parts = ['dependencies', 'node', 'messages', 'engine', 'chromium'];
  const { node } = await ensureSetUp({ parts, say: console.log });
  if (filters.length > 0) {
    console.log('A filter is given: only the matching tests run, without the static checks.');
    add(await runTests(node, 'filtered', filters));
  } else {
    const only = (folders) => folders.map((name) => `--project=${name}`);
    const beside = async () => {
      add(await runChecks(node));
      add(await runTests(node, 'light', [...only(LIGHT), '--maxWorkers=1']));
    };
    const inTurn = async () => add(await runTests(node, 'in-turn', only(IN_TURN)));
    await Promise.all([beside(), inTurn()]);
    const others = [...IN_TURN, ...LIGHT].map((name) => `--project=!${name}`);
    add(await runTests(node, 'others', others));
  }
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
  for (const check of CHECKS) {
    const begun = performance.now();
    const { code, stdout, stderr } = await run(node.path, [...node.flags, ...check.args], { cwd: ROOT });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    counts[code === 0 ? 'passed' : 'failed'] += 1;
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`);
    if (code !== 0) console.log(`${stdout}${stderr}`.trim().replace(/^/gm, '    '));
  }
  return counts;
}

/** `name` of the report that vitest writes; `chosen`: what is run, as filters or options of vitest. */
async function runTests(node, name, chosen) {
  const report = modulePath('.equipoise', `vitest-${name}.json`);
  mkdirSync(modulePath('.equipoise'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [modulePath('vitest/vitest.mjs'), 'run', ...reporters, ...chosen];
  const code = await runToEnd(node.path, [...node.flags, ...args], { cwd: ROOT });
  return countTests(readReport(report), code);
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
