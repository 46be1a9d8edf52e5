import { atOnce } from '../../helpers/at-once.ts';
import { expect, it } from 'vitest';
import { imrmcFile } from '../../../src-main/report/imrmc/imrmc-file.ts';
import { estimateOf, type Score } from '../../../src-main/statistics/readers/crossed-scores.ts';
import { crossScores } from '../../helpers/cross-scores.ts';
import { totalOf, uStatisticVariance } from '../../../src-main/statistics/readers/u-statistic-variance.ts';
import { rocArea } from '../../../src-main/statistics/roc-area.ts';
import { groupRows, type Group } from '../../../src-main/statistics/summaries/group-rows.ts';
import { caseShown } from '../../../src-main/statistics/summaries/shown-case.ts';
import { QUESTIONS } from '../../../src-shared/questions/index.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { answersOf } from './made-up-answers.ts';

/** A file as InputFile.java of iMRMC reads it: lines up to "BEGIN DATA:", then four cells each, blanks taken out. */
function read(text: string) {
  const lines = text.trimEnd().split('\n');
  const begin = lines.findIndex((line) => line.toUpperCase().startsWith('BEGIN DATA:'));
  const size = (name: string) =>
    lines.slice(0, begin).flatMap((line) => (line.toUpperCase().includes(`${name}:`) ? [Number(line.slice(3))] : []));
  const rows = lines.slice(begin + 1).map((line) => {
    const [reader = '', of = '', modality = '', score = ''] = line.split(',').map((cell) => cell.replaceAll(/\s/g, ''));
    return { reader, case: of, modality, score: Number(score) };
  });
  const truth = new Map(rows.filter(({ reader }) => reader === 'truth').map((row) => [row.case, row.score]));
  const observed = rows.filter(({ reader }) => reader !== 'truth');
  return { sizes: ['N0', 'N1', 'NR', 'NM'].map(size), truth, observed };
}

const decided = (id: (typeof QUESTIONS)[number]['id']) =>
  answersOf(id).filter(({ correct, kind, amended }) => correct !== null && kind === 'main' && amended === 0);

const varianceOf = (arms: Score[][]): number => totalOf(uStatisticVariance(crossScores(arms))!);

const distinct = (values: readonly string[]): number => new Set(values).size;

it.each(QUESTIONS.map(({ id }) => id))('what is written for iMRMC holds the very answers to %s', (id) => {
  const rows = decided(id) as Group<ResultRow>;
  const { sizes, truth, observed } = read(atOnce(imrmcFile(rows)));
  const kinds = [0, 1].map((kind) => [...truth.values()].filter((value) => value === kind).length);
  expect(sizes).toEqual([[kinds[0]], [kinds[1]], [distinct(rows.map((row) => row.session_id))], [3]]);
  expect(distinct(observed.map((one) => `${one.reader} ${one.case} ${one.modality}`))).toBe(observed.length);
  for (const one of observed) expect(truth.has(one.case)).toBe(true);
  const isSingle = QUESTIONS.find((question) => question.id === id)!.tracings === 1;

  // Right or wrong, of the cases that are no reference, arm by arm and of two arms.
  const from = (arm: string): Score[] =>
    observed
      .filter((one) => one.modality === arm && (isSingle || truth.get(one.case) === 1))
      .map((one) => {
        const saidReal = id === 'is-real-rating' ? one.score > 3 : one.score === 1;
        return { ...one, score: isSingle ? Number(saidReal === (truth.get(one.case) === 1)) : one.score };
      });
  const own = (arm: string): Score[] =>
    rows
      .filter((row) => row.arm === arm)
      .map((row) => ({ reader: row.session_id, case: caseShown(row), score: row.correct ?? 0 }));
  for (const arms of [['SAP'], ['SAP', 'PGD'], ['SAP', 'alpha']]) {
    expect(estimateOf(crossScores(arms.map(from)))).toBeCloseTo(estimateOf(crossScores(arms.map(own))), 12);
    expect(varianceOf(arms.map(from))).toBeCloseTo(varianceOf(arms.map(own)), 12);
  }

  // The area under the curve, which is what iMRMC computes: of pairs the share of right answers.
  for (const [first, ...others] of groupRows(observed, (one) => JSON.stringify([one.reader, one.modality]))) {
    const scores = (kind: number) =>
      [first, ...others].filter((one) => truth.get(one.case) === kind).map((one) => one.score);
    const area = rocArea(scores(1), scores(0));
    const same = rows.filter((row) => row.reader === first.reader || `id-${row.reader}` === first.reader);
    const right = same.filter((row) => row.arm === first.modality);
    if (isSingle) expect(area).toBeGreaterThanOrEqual(0);
    else {
      expect(scores(0)).toEqual([0.5, 0.5, 0.5]);
      expect(area).toBeCloseTo(right.filter(({ correct }) => correct === 1).length / right.length, 12);
    }
  }
});

it('names keep to what iMRMC can read, and stay different', () => {
  const rows = decided('which-is-real').map((row, index): ResultRow => {
    const names = { R1: '-1', '1E5': 'truth', R3: 'Dr. Ä, 1', R4: 'Dr. Ä; 1', R5: '=HYPERLINK("x")', R6: ' ' };
    const reader = names[row.reader as keyof typeof names];
    // The same record twice in an arm: iMRMC takes no replicates.
    return {
      ...row,
      reader,
      study: 'N0: 5\n=1+1, BEGIN DATA:',
      arm: 'SAP, 10',
      record: index % 2 === 0 ? 'A,1' : 'A 1',
    };
  });
  const text = atOnce(imrmcFile(rows as Group<ResultRow>));
  expect(text.split('\n', 1)[0]).toBe('Equipoise, study N0 5 1 1 BEGIN DATA, task which-is-real');
  const { sizes, observed } = read(text);
  expect(sizes[2]).toEqual([6]);
  expect(new Set(observed.map(({ reader }) => reader))).toEqual(
    new Set(['1', 'truth-2', 'Dr.-Ä-1', 'Dr.-Ä-1-2', 'HYPERLINK-x', 'id-2']),
  );
  expect(new Set(observed.map(({ modality }) => modality))).toEqual(new Set(['SAP-10']));
  expect(distinct(observed.map((one) => `${one.reader} ${one.case}`))).toBe(observed.length);
  expect(observed).toHaveLength(rows.length + 6 * 3);
});
