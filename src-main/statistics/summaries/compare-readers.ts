import { questionOf } from '../../../src-shared/questions/index.ts';
import type { AgreementRow } from '../../../src-shared/study/agreement-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { agreement } from '../agreement.ts';
import { fleissKappa } from '../fleiss-kappa.ts';
import { groupRows, pairsOf, type Group } from './group-rows.ts';

/** What a session answered. */
interface Session {
  rows: Group<ResultRow>;
  /** What was shown for each of its rows. */
  shown: string[];
  /** The last row of each. */
  rowOf: Map<string, ResultRow>;
}

/**
 * What was shown: the same pair in the same round, wherever it stood for each reader; of a single tracing, the real or the
 * made one of the pair, which are not the same to look at.
 */
const pairOf = ({ question, pair_id, round, real_side }: ResultRow): string =>
  questionOf(question).tracings === 1 ? `${pair_id} ${round} ${real_side}` : `${pair_id} ${round}`;

/**
 * How far readers gave the same answers to the same pairs of a task, right or wrong: every two of them and, if there
 * are three or more, all together. Readers who have no pair in common have no row. Yields in between: fifty readers make
 * 1,225 pairs.
 */
export function* compareReaders(rows: readonly ResultRow[]): Generator<void, AgreementRow[]> {
  // Later rounds show the same pairs again, which are no further pairs.
  const firstRound = rows.filter(({ round }) => round === 1);
  const found: AgreementRow[] = [];
  for (const task of groupRows(firstRound, (row) => row.task)) {
    const sessions = groupRows(task, (row) => row.session_id).map(asSession);
    yield;
    const groups: Session[][] = [...pairsOf(sessions), ...(sessions.length > 2 ? [sessions] : [])];
    for (const readers of groups) {
      found.push(...compareGroup(readers));
      yield;
    }
  }
  return found;
}

function asSession(rows: Group<ResultRow>): Session {
  const shown = rows.map(pairOf);
  return { rows, shown, rowOf: new Map(rows.map((row, index) => [shown[index] ?? '', row])) };
}

/** One row; none where the sessions have nothing in common. */
function compareGroup(sessions: readonly Session[]): AgreementRow[] {
  const [first] = sessions as [Session];
  const { task, question } = first.rows[0];
  const trials = first.shown.filter((id) => sessions.every(({ rowOf }) => rowOf.has(id)));
  if (trials.length === 0) return [];
  // Per trial, the answer of each reader, as it would be with the real tracing where the last of them saw it.
  const answers = trials.map((id) => {
    const given = sessions.map(({ rowOf }) => rowOf.get(id) as ResultRow);
    return given.map((row) => answerAsShown(row, given.at(-1)?.real_side));
  });
  const row: AgreementRow = {
    task,
    question,
    readers: sessions.map(({ rows }) => rows[0].reader).join('; '),
    session_ids: sessions.map(({ rows }) => rows[0].session_id).join('; '),
    reader_count: sessions.length,
    n: trials.length,
    ...(sessions.length === 2 ? ofTwo(answers, question) : ofMore(answers, question)),
    virtual: sessions.some(({ rows }) => rows[0].input === 'virtual') ? 1 : 0,
  };
  return [row];
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
 * without repeats have no row. Yields after each.
 */
export function* compareRepeats(rows: readonly ResultRow[]): Generator<void, AgreementRow[]> {
  const found: AgreementRow[] = [];
  for (const session of groupRows(rows, (row) => row.session_id)) {
    for (const task of groupRows(session, (row) => row.task)) {
      const [first, ...others] = task.filter(({ kind }) => kind === 'main');
      const [repeat, ...more] = task.filter(({ kind }) => kind === 'repeat');
      if (!first || !repeat) continue;
      const compared = compareGroup([asSession([first, ...others]), asSession([repeat, ...more])]);
      const { reader: readers, session_id: session_ids } = first;
      found.push(...compared.map((row) => ({ ...row, readers, session_ids, reader_count: 1 })));
    }
    yield;
  }
  return found;
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
