/** Counts from vitest's JSON report. */

/**
 * @param {{ testResults: { status: string, name: string, assertionResults: { status: string }[] }[] } | undefined} report
 *   undefined when vitest ended without one
 * @param {number} exitCode vitest's own; a failure that no test accounts for (a file that cannot be loaded, an error
 *   outside any test) counts as one failed
 */
export function countTests(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const statuses = file.assertionResults.map((test) => test.status);
    for (const status of statuses) {
      counts[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
    }
    if (file.status === 'failed' && !statuses.includes('failed')) counts.failed += 1;
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** The line that a test run ends with. */
export function resultLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
