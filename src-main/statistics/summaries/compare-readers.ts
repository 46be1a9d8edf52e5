import { questionOf } from '../../../src-shared/questions/index.ts';
import type { AgreementRow } from '../../../src-shared/study/agreement-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { agreement } from '../agreement.ts';
import { fleissKappa } from '../fleiss-kappa.ts';
import { groupRows, pairsOf, type Group } from './group-rows.ts';

type Session = Group<ResultRow>;

/**
 * What was shown: the same pair in the same round, wherever it stood for each reader; of a single tracing, the real or the
 * made one of the pair, which are not the same to look at.
 */
const pairOf = ({ question, pair_id, round, real_side }: ResultRow): string =>
  questionOf(question).tracings === 1 ? `${pair_id} ${round} ${real_side}` : `${pair_id} ${round}`;

/**
 * How far readers gave the same answers to the same pairs of a task, right or wrong: every two of them and, if there
 * are three or more, all together. Readers who have no pair in common have no row.
 */
export function compareReaders(rows: readonly ResultRow[]): AgreementRow[] {
  // Later rounds show the same pairs again, which are no further pairs.
  const firstRound = rows.filter(({ round }) => round === 1);
  return groupRows(firstRound, (row) => row.task).flatMap((task) => {
    const sessions = groupRows(task, (row) => row.session_id);
    const groups: Session[][] = [...pairsOf(sessions), ...(sessions.length > 2 ? [sessions] : [])];
    return groups.flatMap((readers) => compareGroup(readers) ?? []);
  });
}

function compareGroup(sessions: readonly Session[]): AgreementRow | undefined {
  const [first] = sessions as [Session];
  const { task, question } = first[0];
  const sideOf = new Map(sessions.flatMap((session) => session.map((row) => [pairOf(row), row.real_side])));
  const answersOf = sessions.map(
    (session) => new Map(session.map((row) => [pairOf(row), answerAsShown(row, sideOf.get(pairOf(row)))])),
  );
  const trials = first.map(pairOf).filter((id) => answersOf.every((answers) => answers.has(id)));
  if (trials.length === 0) return undefined;
  // Per trial, the answer of each reader.
  const answers = trials.map((id) => answersOf.map((given) => given.get(id) as string));
  return {
    task,
    question,
    readers: sessions.map((session) => session[0].reader).join('; '),
    session_ids: sessions.map((session) => session[0].session_id).join('; '),
    reader_count: sessions.length,
    n: trials.length,
    ...(sessions.length === 2 ? ofTwo(answers, question) : ofMore(answers, question)),
    virtual: sessions.some((session) => session[0].input === 'virtual') ? 1 : 0,
  };
}

/** The answer as it would be with the real tracing on this side: one that means a tracing moves with it. */
function answerAsShown({ question, answer, real_side }: ResultRow, side: ResultRow['real_side'] | undefined): string {
  const asked = questionOf(question);
  const { tracing } = asked.option(answer);
  if (tracing === null || real_side === side) return answer;
  return asked.answers.find((other) => other.tracing === 1 - tracing)?.id ?? answer;
}

/**
 * How far each reader gave the same answer again: to the repeats of a task, each beside the pair that it repeats. Readers
 * without repeats have no row.
 */
export function compareRepeats(rows: readonly ResultRow[]): AgreementRow[] {
  return groupRows(rows, (row) => row.session_id).flatMap((session) =>
    groupRows(session, (row) => row.task).flatMap((task) => {
      const again = task.filter(({ kind }) => kind === 'repeat');
      const [first, ...others] = task.filter(({ kind }) => kind === 'main');
      const [repeat, ...more] = again;
      if (!first || !repeat) return [];
      const row = compareGroup([
        [first, ...others],
        [repeat, ...more],
      ]);
      return row ? [{ ...row, readers: first.reader, session_ids: first.session_id, reader_count: 1 }] : [];
    }),
  );
}

type Measures = Pick<AgreementRow, 'observed' | 'kappa' | 'kappa_se' | 'kappa_low' | 'kappa_high' | 'pabak' | 'ac1'>;
type Answers = readonly (readonly string[])[];

function ofTwo(answers: Answers, question: ResultRow['question']): Measures {
  const ids = answerIds(question);
  const table = ids.map((a) => ids.map((b) => answers.filter(([first, second]) => first === a && second === b).length));
  const { observed, kappa, pabak, ac1 } = agreement(table);
  return {
    observed,
    kappa: kappa?.value ?? null,
    kappa_se: kappa?.se ?? null,
    kappa_low: kappa?.interval[0] ?? null,
    kappa_high: kappa?.interval[1] ?? null,
    pabak,
    ac1,
  };
}

function ofMore(answers: Answers, question: ResultRow['question']): Measures {
  const ids = answerIds(question);
  const counts = answers.map((given) => ids.map((id) => given.filter((answer) => answer === id).length));
  const { observed, kappa, randolph } = fleissKappa(counts);
  return { observed, kappa, kappa_se: null, kappa_low: null, kappa_high: null, pabak: randolph, ac1: null };
}

const answerIds = (question: ResultRow['question']): ResultRow['answer'][] =>
  questionOf(question).answers.map(({ id }) => id);
