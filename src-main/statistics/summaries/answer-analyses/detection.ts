import type { ratedDetection } from '../../../../src-shared/questions/answer-analyses/rated-detection.ts';
import type { detection } from '../../../../src-shared/questions/answer-analyses/detection.ts';
import { questionOf } from '../../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../../src-shared/study/result-fields.ts';
import { detect } from '../../detection.ts';
import { rocArea } from '../../roc-area.ts';
import type { AnalysisOf } from './arm-answers.ts';

const saysSo = ({ question, answer }: ResultRow): boolean =>
  questionOf(question).detects.some((detecting) => detecting === answer);

/** Whether it was there: the reader said so and was right, or did not and was wrong. */
const isSignal = (row: ResultRow): boolean => saysSo(row) === (row.correct === 1);

/** Hits, false alarms, sensitivity and criterion of a yes/no question. */
export const analyseDetection: AnalysisOf<ReturnType<typeof detection>> = ({ rows }) => {
  const [signals, noises] = [rows.filter(isSignal), rows.filter((row) => !isSignal(row))];
  const found = detect({
    ...{ signals: signals.length, hits: signals.filter(saysSo).length },
    ...{ noises: noises.length, falseAlarms: noises.filter(saysSo).length },
  });
  return {
    hit_rate: found.hitRate,
    false_alarm_rate: found.falseAlarmRate,
    detection_d_prime: found.dPrime,
    detection_d_prime_se: found.se,
    detection_c: found.c,
  };
};

/** The same, and the area under the curve that the ratings give. */
export const analyseRatedDetection: AnalysisOf<typeof ratedDetection> = (answers) => {
  const ratings = (holds: (row: ResultRow) => boolean): number[] =>
    answers.rows.filter(holds).map(({ answer }) => Number(answer));
  return {
    ...analyseDetection(answers),
    roc_area: rocArea(
      ratings(isSignal),
      ratings((row) => !isSignal(row)),
    ),
  };
};
