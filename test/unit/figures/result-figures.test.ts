import { atOnce } from '../../helpers/at-once.ts';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { RESULT_FIGURES, svgFile, type StudyResults } from '../../../src-figures/index.ts';
import { drawFigures, figureFiles, figureLines } from '../../../src-main/services/studies/results-figures.ts';
import { sampleResults } from './sample-results.ts';
import { unclosedElements } from './unclosed-elements.ts';

const NOTHING: StudyResults = { summary: [], panel: [], thresholds: [], responses: [], clues: [] };
const THREE = sampleResults({ readers: ['Dr. Okafor', '=1+1', 'R3'], budgets: true });
const STUDIES: Record<string, StudyResults> = {
  'three readers and four budgets': THREE,
  'one reader with a hostile name': sampleResults({
    readers: ['</text><script>alert(1)</script>\u0000\u202e"&'],
    prefix: `<img src=x onerror=alert(1)> ${'long '.repeat(60)}`,
  }),
  'fifty readers': sampleResults({ readers: Array.from({ length: 50 }, (_, i) => `Reader ${i + 1}`), pairs: 8 }),
  'answers that are all right': {
    ...NOTHING,
    summary: THREE.summary.map((row) => ({ ...row, proportion: 1, ci_high: 1 })),
  },
};

/** The cells of a figure's CSV, a row each. */
const cellsOf = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[];
const drawnOf = (results: StudyResults, id: string) =>
  atOnce(drawFigures(results)).find((figure) => figure.id === id)?.drawn;

describe.each(Object.entries(STUDIES))('the figures of %s', (_, results) => {
  const drawn = atOnce(drawFigures(results)).flatMap(({ id, drawn: one }) => (one ? [{ id, ...one }] : []));

  it('are complete SVGs, one column of a journal wide, that hold nothing but drawing', () => {
    expect(drawn.length).toBeGreaterThanOrEqual(4);
    for (const { svg } of drawn) {
      expect(unclosedElements(svg)).toEqual([]);
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 420 \d+" width="85mm" height="[\d.]+mm"/);
      expect(svg).toMatch(/<title>[^<]{5,}<\/title><desc>[^<]{20,}<\/desc>/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|\bnull\b|<script|<img|[\0\u202e]/);
      expect(svg).not.toMatch(/\sid=|href=|url\(|<style/);
      expect(svgFile(svg)).not.toContain('var(');
    }
  });

  it('have their numbers as CSV, in which no cell is a formula', () => {
    for (const { csv } of drawn) {
      expect(cellsOf(csv).length).toBeGreaterThan(0);
      expect(csv).not.toMatch(/NaN|undefined|(^|,)[=+@]/m);
    }
  });
});

describe('the numbers of a figure', () => {
  it('are those of the tables', () => {
    const forest = cellsOf(drawnOf(THREE, 'forest')?.csv ?? '');
    expect(forest).toHaveLength(THREE.summary.length + THREE.panel.filter((row) => row.second_arm === null).length);
    for (const row of THREE.summary) {
      const own = forest.find(
        (cells) => cells['session_id'] === row.session_id && cells['arm'] === row.arm && cells['task'] === row.task,
      );
      const numbers = ['n', 'share', 'ci_low', 'ci_high'].map((name) => Number(own?.[name]));
      [row.n, row.proportion, row.ci_low, row.ci_high].forEach((value, i) => expect(numbers[i]).toBeCloseTo(value, 11));
    }
    for (const row of THREE.panel.filter((one) => one.second_arm === null)) {
      const all = forest.find(
        (cells) => cells['reader'] === '' && cells['arm'] === row.arm && cells['task'] === row.task,
      );
      expect(Number(all?.['share'])).toBeCloseTo(row.estimate, 11);
      expect(all?.['ci_low'] === '').toBe(row.ci_low === null);
      expect(Number(all?.['ci_low'])).toBeCloseTo(row.ci_low ?? 0, 11);
    }
    const curves = cellsOf(drawnOf(THREE, 'psychometric-curves')?.csv ?? '');
    expect(curves).toHaveLength(3 * 4);
    expect(curves.slice(0, 4).map((cells) => cells['epsilon_uv'])).toEqual(['3', '10', '30', '100']);
    const [threshold] = THREE.thresholds;
    expect(Number(curves[0]?.['threshold_uv'])).toBeCloseTo(threshold?.threshold_uv ?? NaN, 8);
    const times = cellsOf(drawnOf(THREE, 'response-times')?.csv ?? '');
    expect(Number(times[0]?.['median_ms'])).toBeCloseTo(THREE.summary[0]?.response_time_median_ms ?? NaN, 7);
  });

  it('stand beside those of the paper where the arm is as in the paper', () => {
    const ofPaper = (id: string) => cellsOf(drawnOf(THREE, id)?.csv ?? '').map(({ arm, paper }) => `${arm}: ${paper}`);
    expect(new Set(ofPaper('figure-2a'))).toEqual(new Set(['SAP: 0.986']));
    expect(new Set(ofPaper('figure-2b'))).toEqual(
      new Set(['PGD: 0.95', 'SAP: 0.62', 'SAP 10 µV: 0.62', 'SAP 3 µV: ', 'SAP 30 µV: ', 'SAP 100 µV: ']),
    );
  });

  it('are told of the paper only where its diamonds are drawn', () => {
    const legends = (results: StudyResults) =>
      atOnce(drawFigures(results)).flatMap(({ id, about }) => (id.startsWith('figure-2') ? [about] : []));
    expect(legends(THREE)).toEqual([
      expect.stringContaining('of SAP at'),
      expect.stringContaining('of PGD and SAP at'),
    ]);
    const otherwise = { ...THREE, responses: THREE.responses.map((row) => ({ ...row, epsilon_units: 11 })) };
    for (const legend of legends(otherwise)) expect(legend).not.toContain('Han et al.');
  });

  it('are beside the whole code of a reader', () => {
    const code = 'virtual-1-seed-1-p-0.62';
    expect(drawnOf(sampleResults({ readers: ['R1', code] }), 'forest')?.svg).toContain(`>${code}</text>`);
  });

  it('say that virtual readers answered', () => {
    const virtual = { ...NOTHING, summary: THREE.summary.map((row) => ({ ...row, virtual: 1 as const })) };
    expect(drawnOf(virtual, 'forest')?.svg).toContain('A rehearsal: virtual readers answered. This is no result.');
    expect(drawnOf(THREE, 'forest')?.svg).not.toContain('rehearsal');
  });
});

describe('what a mark lies on', () => {
  it('is the |δ| of its pair, within the mark and elsewhere', () => {
    const [row] = cellsOf(drawnOf(THREE, 'clue-spans')?.csv ?? '');
    expect(row).toMatchObject({ from_s: '0', to_s: '0.1', marks: '15', pairs: '5' });
    expect(THREE.clues.every(({ marks_on_changed: a, marks_on_original: b, marks }) => a + b <= marks)).toBe(true);
  });
});

it('a study without answers has no figure, and says why in words', () => {
  const figures = atOnce(drawFigures(NOTHING));
  expect(figures).toHaveLength(RESULT_FIGURES.length);
  expect(figures.every(({ drawn }) => drawn === null)).toBe(true);
  expect(figureFiles(figures)).toEqual([]);
  for (const line of figureLines(figures, [])) expect(line).toMatch(/^- .*: not there\. [A-Z].*\.$/);
});
