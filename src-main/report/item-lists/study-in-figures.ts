import type { ClassList } from '../../../src-shared/class-list.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import { plannedArms, totalTrials } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';
import { flowWords, readerFlow } from '../pack/reader-flow.ts';
import { recordSource } from '../protocol/record-source.ts';
import { isFlagged } from '../../statistics/summaries/summarise-responses.ts';

interface ListedStudy {
  protocol: Protocol;
  protocolHash: string;
  lockedAt: string | null;
  /** Names as they are today; null where they are gone, or where there is none. */
  dataset: string | null;
  classList: ClassList;
  model: string | null;
  programVersion: string;
  openedEarly: string | null;
  sessions: readonly SessionResultRow[];
  responses: readonly ResultRow[];
}

export type StudyInFigures = ReturnType<typeof studyInFigures>;

/** The numbers and names with which a list of items is filled. */
export function studyInFigures({ protocol, sessions, responses, classList, ...named }: ListedStudy) {
  const { tasks, options } = protocol;
  const flow = readerFlow(sessions);
  const counting = sessions.filter(({ withdrawn_at }) => withdrawn_at === null);
  const standing = responses.filter(({ amended }) => amended === 0);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const days = standing.map(({ answered_at }) => answered_at.slice(0, 10)).sort();
  return {
    ...named,
    source: recordSource({ protocol, dataset: named.dataset, classList }),
    questions: tasks.map(({ question }) => `“${questionOf(question).text()}”`).join(', '),
    arms: [...new Set(tasks.flatMap((task) => plannedArms(task).map(({ name }) => name)))].join(', '),
    margin: options.similarityMargin,
    trials: totalTrials(protocol),
    ...flow,
    flow: flowWords(flow),
    answers: sum(counting.map(({ answered }) => answered)),
    planned: sum(counting.map(({ planned }) => planned)),
    records: new Set(standing.map(({ dataset, record }) => JSON.stringify([dataset, record]))).size,
    repeats: standing.filter(({ kind }) => kind === 'repeat').length,
    cannotSay: standing.filter(({ answer }) => answer === CANNOT_SAY).length,
    flagged: standing.filter(isFlagged).length,
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
  };
}
