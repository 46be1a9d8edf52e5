import { AppError } from '../../../src-shared/errors/app-error.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { wilsonOfRate } from '../../statistics/wilson.ts';
import { cueAreas, type CueArea, type SentPair } from '../../study/machine/cue-areas.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { presentedPair } from './presented-pair.ts';

/** One lock, or study that is exported, in a thousand is refused by chance, over all cues and orders. */
const BY_CHANCE = 0.001;

/**
 * Whether something besides the drawn signal tells the real tracing of the pairs of these trials, as readers would be
 * sent them. Foils and single tracings are of different records, which differ by more than an attack: they are left out.
 * `orders`: of how many readers' orders this is one. Throws AppError 'refused' that names the cue.
 */
export function* lintLeaks(
  db: ReadableDB,
  study: StudyRow,
  trials: readonly TrialRow[],
  { secret, orders }: { secret?: Uint8Array; orders?: number } = {},
): Steps<void> {
  const pairs: SentPair[] = [];
  for (const trial of trials) {
    const { kind, round, otherRecordId, question, realSide, upperId, lowerId, id: trialId, position } = trial;
    // Later rounds show the same pairs again.
    if (kind !== 'main' || round !== 1 || otherRecordId !== null || questionOf(question).tracings !== 2) continue;
    const { tracings } = presentedPair(db, study, trial, secret);
    const [upper, lower] = tracings;
    const [real, made] = realSide === 1 ? [upper, lower] : [lower, upper];
    const [realId, madeId] = realSide === 1 ? [upperId, lowerId] : [lowerId, upperId];
    pairs.push({ real, made, realId, madeId, trialId, position, realSide });
    yield;
  }
  refuseLeaks(cueAreas(pairs), orders);
}

/**
 * Throws AppError 'refused' for cues whose area has an interval that does not hold one half.
 * @internal Exported for its tests.
 */
export function refuseLeaks(areas: readonly CueArea[], orders = 1): void {
  const level = 1 - BY_CHANCE / (Math.max(1, areas.length) * orders);
  const leaks = areas.filter(({ area, pairs }) => {
    if (pairs === 0) return false;
    const [low, high] = wilsonOfRate(area, pairs, level);
    return low > 0.5 || high < 0.5;
  });
  if (leaks.length === 0) return;
  const named = leaks.map(({ cue, area, pairs }) => `${cue} (area ${decimal(area, 2)} of ${pairs} pairs)`).join('; ');
  throw new AppError(
    'refused',
    `A program could tell the real tracings without looking at a heart: ${named}. Nothing was done. If locking a study anew from the same protocol is refused too, something makes the tracings differently, and these examples cannot be shown.`,
    { leaks },
  );
}
