import type { Finding } from '../../../../src-shared/contract/attacks.ts';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { foundOnText } from '../../../../src-shared/attacks/found-on.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';
import { decimal } from '../../../../src-shared/format/number.ts';
import type { Interval } from '../../../../src-shared/interval.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';

/** What `equipoise attack` prints about a run. */
export function attackText(result: JobResults['attack'], exported?: string): string {
  const { runId, engine, records, originallyCorrect, attackable, fooled, asr, asrInterval } = result;
  const {
    accuracyUnderAttack,
    secondsPerRecord,
    noiseControl,
    queriesPerRecord,
    startsPerRecord,
    foundOn,
    parts = [],
  } = result;
  return [
    `Run ${runId}`,
    ...[leftOutText(result.leftOut) ?? []].flat(),
    `${records} records, ${originallyCorrect} classified correctly before the attack`,
    ...(attackable < originallyCorrect
      ? [
          `${originallyCorrect - attackable} of them had the target's class already and do not count in the success rate`,
        ]
      : []),
    `Attack success rate: ${fooled} of ${attackable} = ${percent(asr)}${between(asrInterval)}`,
    ...(noiseControl
      ? [
          `Noise of the same size and spectrum: ${noiseControl.fooled} of ${attackable} = ${percent(noiseControl.rate)}${between(noiseControl.interval)}`,
        ]
      : []),
    ...(foundOn ? [`Found on ${foundOnText(foundOn)}`] : []),
    ...parts.map(({ attack, tried, fooled: count }) => `  ${attack}: ${count} of ${tried}`),
    `Accuracy under attack: ${percent(accuracyUnderAttack)} of all ${records} records`,
    ...(typeof queriesPerRecord === 'number' ? [`${decimal(queriesPerRecord, 0)} queries per record`] : []),
    ...(typeof startsPerRecord === 'number' && startsPerRecord > 1
      ? [`${decimal(startsPerRecord, 1)} random starts per record`]
      : []),
    `${decimal(secondsPerRecord, 2)} s per record, with ${engine}`,
    ...(exported === undefined ? [] : [`Written: ${exported}`]),
    ...findingLines(result.findings),
  ].join('\n');
}

/** The linter's findings: for each, a line for what was found and one for the cure. */
function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ code, severity, message, cure }) => [
    '',
    `${severity} (${code}): ${message}`,
    `  ${cure}`,
  ]);
}

function between(interval: Readonly<Interval> | null): string {
  return interval ? ` (95 % ${percentInterval(interval)}, Wilson)` : '';
}
