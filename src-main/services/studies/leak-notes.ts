import { counted } from '../../../src-shared/format/counted.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import type { LeakTest } from '../../db/studies/leak-tests.ts';
import { wilsonOfRate } from '../../statistics/wilson.ts';

/** What the lock measured of the pairs, in sentences; none where nothing was measured. */
export function leakNotes(test: LeakTest | undefined): string[] {
  if (!test) return [];
  const { pairs, fewest, signal } = test;
  if (pairs === 0) return ['No leaks were looked for: every trial shows a foil, or one tracing of a record.'];
  const named = signal.map(({ cue, area }) => {
    const [low, high] = wilsonOfRate(area, pairs).map((bound) => decimal(bound, 2));
    return `${cue} ${decimal(area, 2)} (${low} to ${high})`;
  });
  const measured = `What simple cues of the drawn signal tell of ${counted(pairs, 'pair')} (area under the curve, 95 %; 0.50 is nothing): ${named.join(', ')}.`;
  if (pairs >= fewest) return [`Nothing besides the drawn signal was found to tell the real tracings.`, measured];
  return [
    `Leaks could not be ruled out: with fewer than ${fewest} pairs no leak can be told from chance, so nothing could have been refused.`,
    measured,
  ];
}
