import { AppError } from '../../../src-shared/errors/app-error.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { LeakTest } from '../../db/studies/leak-tests.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { wilsonOfRate } from '../../statistics/wilson.ts';
import { ALL_TOGETHER, cueAreas, cueValues, type CueArea } from '../../study/machine/cue-areas.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { presentedPair } from './presented-pair.ts';

/** One lock, or study that is exported, in a thousand is refused by chance, over all cues and orders. */
const BY_CHANCE = 0.001;

/**
 * How much more the count of the regression varies than that of a coin, where nothing tells: its folds learn from each
 * other's pairs. By simulation of 16 to 200 pairs, of 10,000 studies in all: 1.7 to 1.8.
 */
const SPREAD_OF_FOLDS = 1.8;

/**
 * Whether something besides the drawn signal tells the real tracing of the pairs of these trials, as readers would be
 * sent them; and what simple cues of the signal tell. Foils, and single tracings that an attack made, are left out. Pairs of
 * a real and a made record are judged by all but how they begin and end: both are cut, scaled and drawn alike, so that
 * neither length nor rounding tells one. `orders`: of how many readers' orders this is one. Throws AppError 'refused' that
 * names the cue.
 */
export function* lintLeaks(
  db: ReadableDB,
  study: StudyRow,
  trials: readonly TrialRow[],
  { secret, orders }: { secret?: Uint8Array; orders?: number } = {},
): Steps<LeakTest> {
  const values: number[][] = [];
  let before: TrialRow | undefined;
  for (const trial of trials) {
    const { kind, round, otherRecordId, question, realSide, upperId, lowerId, id: trialId, position } = trial;
    // Later rounds show the same pairs again.
    if (kind !== 'main' || round !== 1 || otherRecordId !== null) continue;
    const ofOneRecord = trial.madeRecordId === null;
    if (ofOneRecord && questionOf(question).tracings !== 2) continue;
    const { tracings } = presentedPair(db, study, trial, secret);
    const [upper, lower] = tracings;
    const [real, made] = realSide === 1 ? [upper, lower] : [lower, upper];
    const [realId, madeId] = realSide === 1 ? [upperId, lowerId] : [lowerId, upperId];
    values.push(cueValues({ real, made, realId, madeId, trialId, position, realSide, ofOneRecord }, before));
    before = trial;
    yield;
  }
  return judgeLeaks(yield* cueAreas(values), orders);
}

/**
 * Throws AppError 'refused' for cues beside the signal whose area has an interval that does not hold one half, and for
 * the regression where its interval lies above: one that does worse than chance has learned nothing.
 * @internal Exported for its tests.
 */
export function judgeLeaks(areas: readonly CueArea[], orders = 1): LeakTest {
  const beside = areas.filter(({ isSignal }) => !isSignal);
  const level = 1 - BY_CHANCE / (beside.length * orders);
  const leaks = beside.filter(({ cue, area, pairs }) => {
    if (pairs === 0) return false;
    if (cue === ALL_TOGETHER) return wilsonOfRate(area, pairs / SPREAD_OF_FOLDS, level)[0] > 0.5;
    const [low, high] = wilsonOfRate(area, pairs, level);
    return low > 0.5 || high < 0.5;
  });
  if (leaks.length > 0) throw refused(leaks);
  const signal = areas.filter(({ isSignal }) => isSignal).map(({ cue, area }) => ({ cue, area }));
  return { pairs: areas[0]?.pairs ?? 0, fewest: fewestPairs(level), signal };
}

function refused(leaks: CueArea[]): AppError {
  const named = leaks.map(({ cue, area, pairs }) => `${cue} (area ${decimal(area, 2)} of ${pairs} pairs)`).join('; ');
  return new AppError(
    'refused',
    `A program could tell the real tracings without looking at a heart: ${named}. Nothing was done. If locking a study anew from the same protocol is refused too, something makes the tracings differently, and these examples cannot be shown.`,
    { leaks },
  );
}

/** Of so many pairs a cue that tells every one is refused. */
function fewestPairs(level: number): number {
  let pairs = 1;
  while (wilsonOfRate(0, pairs, level)[1] >= 0.5) pairs += 1;
  return pairs;
}
