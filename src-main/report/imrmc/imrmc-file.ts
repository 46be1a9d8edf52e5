import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { groupSteps, type Group } from '../../statistics/summaries/group-rows.ts';
import { caseShown } from '../../statistics/summaries/shown-case.ts';
import { imrmcIds } from './imrmc-ids.ts';

/** iMRMC computes nothing of a reader with two cases or fewer of a kind. */
const REFERENCES = 3;

/** Between right and wrong, so that the area under the curve of a reader is the share of right answers. */
const REFERENCE_SCORE = 0.5;

interface Observation {
  reader: string;
  case: string;
  modality: string;
  score: number;
}

/**
 * The answers to one task as iMRMC reads them (FDA, github.com/DIDSR/iMRMC; Java program and R package): lines of one's own,
 * "BEGIN DATA:", and then lines of readerID, caseID, modalityID and score, those of the truth with "truth" as the reader.
 * Modalities are the arms.
 *
 * Of a single tracing the truth is 1 for a real one, and the score what the reader said: a rating, or 1 for "real". Of
 * two, a case is a pair of truth 1, with 1 for a right answer and 0 for a wrong one, beside three reference cases of truth
 * 0 that every reader gives 0.5: the way in which `roc2binary` of iMRMC treats binary outcomes. The area under the curve
 * is then the share of right answers. Over the cases of truth 1 `uStat11.jointD` gives the variance of `tables/panel.csv`.
 *
 * `rows`: right and wrong answers of one task, of one round, at least one. Yields in between.
 */
export function* imrmcFile(rows: Group<ResultRow>): Generator<void, string> {
  const [{ study, task, question }] = rows;
  const isSingle = questionOf(question).tracings === 1;
  const truths = new Map<string, 0 | 1>();
  const placed = yield* withOccurrences(rows);
  const observed: Observation[] = [];
  for (const { row, key } of placed) {
    yield;
    truths.set(key, isSingle && row.real_side !== 1 ? 0 : 1);
    const score = isSingle ? said(row) : (row.correct ?? 0);
    observed.push({ reader: row.session_id, case: key, modality: row.arm, score });
  }
  const references = isSingle ? [] : Array.from({ length: REFERENCES }, (_, index) => `reference ${index + 1}`);
  for (const reference of references) truths.set(reference, 0);
  const read = yield* groupSteps(observed, ({ reader, modality }) => JSON.stringify([reader, modality]));
  const padding = read.flatMap(([first]) =>
    references.map((each) => ({ ...first, case: each, score: REFERENCE_SCORE })),
  );
  const named = placed.map(({ row, key }) => [key, nameOf(row)] as const);
  const ids = {
    readers: yield* imrmcIds(rows.map((row) => [row.session_id, row.reader])),
    cases: yield* imrmcIds([...named, ...references.map((each) => [each, each] as const)]),
    modalities: yield* imrmcIds(rows.map((row) => [row.arm, row.arm])),
  };
  const negative = [...truths.values()].filter((truth) => truth === 0).length;
  const lines = [
    `Equipoise, study ${headerText(study)}, task ${headerText(task)}`,
    `N0: ${negative}`,
    `N1: ${truths.size - negative}`,
    `NR: ${ids.readers.size}`,
    `NM: ${ids.modalities.size}`,
    'BEGIN DATA:',
    ...[...truths].map(([key, truth]) => ['truth', ids.cases.get(key), 'truth', truth].join(',')),
  ];
  for (const { reader, case: shown, modality, score } of [...observed, ...padding]) {
    yield;
    lines.push([ids.readers.get(reader), ids.cases.get(shown), ids.modalities.get(modality), score].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A reader may judge what looks like one case twice in an arm: iMRMC refuses replicates, so the second is another case. */
function* withOccurrences(rows: readonly ResultRow[]): Generator<void, { row: ResultRow; key: string }[]> {
  const placed: { row: ResultRow; key: string }[] = [];
  for (const same of yield* groupSteps(rows, (row) => JSON.stringify([row.session_id, row.arm, caseShown(row)]))) {
    placed.push(...same.map((row, index) => ({ row, key: `${caseShown(row)} ${index}` })));
    yield;
  }
  return placed;
}

/** A rating as it was given; of yes and no 1 for "real". */
function said({ question, answer }: ResultRow): number {
  if (/^\d$/.test(answer)) return Number(answer);
  return questionOf(question).detects.some((each) => each === answer) ? 1 : 0;
}

function nameOf({ record, made_record, other_record, question, real_side }: ResultRow): string {
  if (questionOf(question).tracings === 1) return `${record} ${real_side === 1 ? 'real' : 'made'}`;
  return [record, made_record, other_record].filter((each) => each !== null).join(' ');
}

/** iMRMC looks for "N0:" and its like anywhere in these lines. */
const headerText = (text: string): string => text.replaceAll(/[^\p{L}\p{N}().-]+/gu, ' ').trim();
