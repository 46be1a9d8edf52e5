import { streamGenerator } from '../src-main/numeric/random.ts';
import { clopperPearson } from '../src-main/statistics/clopper-pearson.ts';
import { dPrime2afc } from '../src-main/statistics/d-prime.ts';
import { newcombeDifference } from '../src-main/statistics/newcombe.ts';
import { normalQuantile } from '../src-main/statistics/normal.ts';
import { bootstrapOverReaders } from '../src-main/statistics/readers/bootstrap-over-readers.ts';
import { type Score } from '../src-main/statistics/readers/crossed-scores.ts';
import { crossScores } from '../test/helpers/cross-scores.ts';
import { overReaders } from '../src-main/statistics/readers/over-readers.ts';
import { wilson } from '../src-main/statistics/wilson.ts';
import { balancedSides } from '../src-main/study/design/balanced-sides.ts';
import { judgeResponse } from '../src-main/study/reading/judge-response.ts';
import { answerTrial, readerRandom } from '../src-main/study/reading/virtual-reader.ts';
import { shuffled } from '../src-main/numeric/random.ts';
import type { Interval } from '../src-shared/interval.ts';
import type { TrialTruth } from '../src-shared/questions/index.ts';
import { kindOfReader, REHEARSED_KINDS, type RehearsedKind } from '../src-shared/study/virtual-readers.ts';
import { atOnce } from '../test/helpers/at-once.ts';

const READERS = 8;
const PAIRS = 100;
const P = 0.62;
/** Of each kind alone the share that it gets right on average over a session with both sides as often. */
const SHARES = {
  steady: P,
  guessing: 0.5,
  'left-biased': 0.7 * P + 0.15,
  tiring: P + ((2 * PAIRS - 1) / (4 * PAIRS)) * (0.5 - P),
  'fast-clicking': 0.7 * P + 0.15,
};
const Z = normalQuantile(0.975);

interface Trial {
  arm: number;
  pair: number;
  truth: TrialTruth;
}

/**
 * How often each interval holds the truth, kind by kind: two arms of 100 pairs, the same for all readers of a study, balanced
 * and shuffled as a locked study is. All of a reader's answers are the rehearsal's own (answerTrial).
 */
export function* coverageOfKinds(studies: number): Generator<{ kind: RehearsedKind; held: Record<string, number> }> {
  const random = streamGenerator(12, 0);
  for (const kind of REHEARSED_KINDS) {
    const held = { 'Clopper-Pearson': 0, Wilson: 0, 'd′': 0, Newcombe: 0, 'over readers': 0, bootstrap: 0 };
    for (let study = 0; study < studies; study++) {
      const trials = shuffled(
        [0, 1].flatMap((arm) =>
          balancedSides(PAIRS, random).map((realSide, pair): Trial => ({
            arm,
            pair,
            truth: { question: 'which-is-real', realSide },
          })),
        ),
        random,
      );
      const scores = Array.from({ length: READERS }, (_, reader) => read(kind, reader, study, trials));
      const first = scores.flatMap((own) => own[0] ?? []);
      const truth = kind === 'mixed' ? meanShare() : SHARES[kind];
      const one = kindOfReader(kind, 0);
      const [right, other] = [0, 1].map((arm) => (scores[0]?.[arm] ?? []).filter(({ score }) => score === 1).length);
      const counts = [right ?? 0, other ?? 0] as const;
      const { dPrime, se } = dPrime2afc(counts[0], PAIRS);
      held['Clopper-Pearson'] += holds(clopperPearson(counts[0], PAIRS), SHARES[one]);
      held.Wilson += holds(wilson(counts[0], PAIRS), SHARES[one]);
      held['d′'] += holds([dPrime - Z * se, dPrime + Z * se], Math.SQRT2 * normalQuantile(SHARES[one]));
      held.Newcombe += holds(newcombeDifference(counts[0], PAIRS, counts[1], PAIRS), 0);
      const crossed = crossScores([first]);
      const over = overReaders(crossed);
      held['over readers'] += holds(over.spread?.interval, truth);
      held.bootstrap += holds(atOnce(bootstrapOverReaders(crossed, over, { draws: 500 })), truth);
    }
    yield { kind, held };
  }
}

/** Arm by arm. */
function read(asked: RehearsedKind, reader: number, study: number, trials: readonly Trial[]): Score[][] {
  const kind = kindOfReader(asked, reader);
  const random = readerRandom(study, reader);
  const scores: Score[][] = [[], []];
  trials.forEach(({ arm, pair, truth }, i) => {
    const { answer } = answerTrial(truth, { probabilityRight: P, kind, done: i / trials.length }, random);
    const score = judgeResponse(answer, truth) ? 1 : 0;
    scores[arm]?.push({ reader: String(reader), case: `${arm}-${pair}`, score });
  });
  return scores;
}

const meanShare = (): number =>
  Array.from({ length: READERS }, (_, i) => SHARES[kindOfReader('mixed', i)]).reduce((sum, share) => sum + share, 0) /
  READERS;

const holds = (interval: Interval | null | undefined, truth: number): number =>
  interval && interval[0] <= truth && truth <= interval[1] ? 1 : 0;
