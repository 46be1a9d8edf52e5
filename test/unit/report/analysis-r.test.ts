import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvFile, studyTables } from '../../../src-main/report/pack/pack-tables.ts';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { compareReaders, compareRepeats } from '../../../src-main/statistics/summaries/compare-readers.ts';
import { summarisePanel } from '../../../src-main/statistics/summaries/summarise-panel.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import { summariseThresholds } from '../../../src-main/statistics/summaries/summarise-thresholds.ts';
import { QUESTIONS } from '../../../src-shared/questions/index.ts';
import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { atOnce } from '../../helpers/at-once.ts';
import type { PackedFile } from '../../../src-main/report/pack/zip.ts';
import { RESULT_TABLES, type ResultTable } from '../../../src-shared/study/result-tables.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { BASE } from '../statistics/sample-answers.ts';
import { answersOf, answersToSizes, MANY, protocol, protocolOfSizes } from './made-up-answers.ts';

const hasR = spawnSync('Rscript', ['--version']).status === 0;
const hasLme4 = hasR && spawnSync('Rscript', ['-e', 'library(lme4)']).status === 0;
const scripts = join(import.meta.dirname, '../../../resources/pack');

/** Made once each: bootstraps and simulated readers take their time. */
const ofQuestions = once(() =>
  tables(
    protocol,
    QUESTIONS.flatMap(({ id }) => answersOf(id)),
  ),
);
const ofSizes = once(() => tables(protocolOfSizes, answersToSizes()));

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function tables(protocol: Protocol, responses: ResultRow[]): PackedFile[] {
  const standing = responses.filter(({ amended }) => amended === 0);
  const main = standing.filter(({ kind }) => kind === 'main');
  const decided = (rows: ResultRow[]) => rows.filter(({ correct }) => correct !== null);
  const planned = plannedTrials(protocol);
  const study = { title: 'For R', study_id: 's', protocol_hash: 'h', commitment: null, locked_at: null };
  return [
    ...studyTables(protocol, { ...study, similarity_margin: 0.65, rehearsal: 0, program_version: '0' }),
    result('responses', responses),
    result(
      'summary',
      summariseResponses(main, {
        similarityMargin: 0.65,
        planned: (task, arm) => planned.get(armKey(task, arm)) ?? 0,
      }),
    ),
    result('arms', compareArms(main)),
    result('panel', atOnce(summarisePanel(decided(main)))),
    result('thresholds', atOnce(summariseThresholds(decided(main)))),
    result('agreement', [...atOnce(compareReaders(decided(main))), ...atOnce(compareRepeats(decided(standing)))]),
  ].map((table) => ({ path: `tables/${table.name}.csv`, text: csvText(table) }));
}

const csvText = (table: ExportedTable): string => Buffer.concat(atOnce(csvFile(table)).parts).toString('utf8');

const result = (name: ResultTable, rows: ResultRow[] | object[]) => ({
  name,
  fields: RESULT_TABLES[name].fields,
  rows: rows as Record<string, unknown>[],
});

function writeTables(
  folder: string,
  spoil: (name: string, text: string) => string = (_, text) => text,
  files = ofQuestions(),
): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), spoil(path, text));
  }
  for (const name of ['analysis.R', 'mixed-model.R']) copyFileSync(join(scripts, name), join(folder, name));
}

const run = (folder: string, script = 'analysis.R') =>
  spawnSync('Rscript', ['--vanilla', join(folder, script)], { encoding: 'utf8' });

/** What is fitted by maximum likelihood. */
const FITTED = {
  thresholds: ['threshold_uv', 'threshold_low_uv', 'threshold_high_uv', 'slope', 'lapses', 'p_fit'],
  panel: [
    ...['told_apart', 'told_apart_low', 'told_apart_high'],
    ...['overdispersion', 'overdispersion_low', 'overdispersion_high', 'overdispersion_p'],
  ],
};

/** Makes these numbers of the first row of a table a little larger. Returns what analysis.R calls them. */
function spoilRow(folder: string, table: string, columns: readonly string[]): string[] {
  const path = join(folder, `tables/${table}.csv`);
  const [header, first, ...others] = parse(readFileSync(path, 'utf8')) as string[][];
  const larger = first!.map((cell, i) =>
    columns.includes(header![i]!) ? String(Number(cell) * 1.00001 + 1e-5) : cell,
  );
  const lines = [header!, larger, ...others].map((cells) =>
    cells.map((cell) => (/[,"]/.test(cell) ? JSON.stringify(cell) : cell)).join(','),
  );
  writeFileSync(path, `${lines.join('\r\n')}\r\n`);
  return columns.map((column) => `${table}, row 1, ${column}: ${larger[header!.indexOf(column)]} in the table`);
}

describe.skipIf(!hasR)('analysis.R, where R is installed', { timeout: 120_000 }, () => {
  it('computes every number of the tables again, for every question', () => {
    const folder = temporaryFolder();
    writeTables(folder);
    const { stdout, stderr, status } = run(folder);
    expect(stderr).toBe('');
    const [, agreeing, all] = /^(\d+) of (\d+) values agree to 1e-06\.\n$/.exec(stdout) ?? [stdout];
    expect(agreeing).toBe(all);
    expect(Number(all)).toBeGreaterThan(1500);
    expect(status).toBe(0);
    const again = readFileSync(join(folder, 'recomputed-summary.csv'), 'utf8');
    expect(again).toContain('"roc_area"');
    const panel = readFileSync(join(folder, 'recomputed-panel.csv'), 'utf8');
    for (const view of ['"random"', '"fixed"']) expect(panel).toContain(view);
  });

  it('computes thresholds again, of who sees all, nothing, or by no curve, and names each that is another', () => {
    const folder = temporaryFolder();
    writeTables(folder, undefined, ofSizes());
    const beyond = parse(readFileSync(join(folder, 'tables/thresholds.csv'), 'utf8'), { columns: true });
    expect(new Set((beyond as { beyond: string }[]).map((row) => row.beyond))).toEqual(new Set(['', 'below', 'above']));
    const changed = Object.entries(FITTED).flatMap(([table, columns]) => spoilRow(folder, table, columns));
    expect(changed).toHaveLength(FITTED.thresholds.length + FITTED.panel.length);
    const { stdout, stderr, status } = run(folder);
    const said = stdout.trim().split('\n');
    expect(said.slice(0, -1).map((line) => line.replace(/, \S+ computed$/, ''))).toEqual(
      expect.arrayContaining(changed),
    );
    expect([said.length - 1, stderr, status]).toEqual([changed.length, '', 1]);
  });

  it('names a number that is not what the answers say', () => {
    const folder = temporaryFolder();
    writeTables(folder, (path, text) =>
      path === 'tables/responses.csv'
        ? text.replace(/,main,which-is-real,which-is-real,SAP,/, ',catch,which-is-real,which-is-real,SAP,')
        : text,
    );
    const { stdout, status } = run(folder);
    expect(stdout).toMatch(/^summary, row 2, n: 13 in the table, 12 computed$/m);
    expect(status).toBe(1);
  });
});

describe.skipIf(!hasLme4)('mixed-model.R, where R and lme4 are installed', { timeout: 120_000 }, () => {
  it('fits the arms of every question with a level of chance, and says that the readers are few', () => {
    const folder = temporaryFolder();
    writeTables(folder);
    expect(run(folder, 'mixed-model.R')).toMatchObject({ stderr: '', status: 0 });
    const fitted = readFileSync(join(folder, 'mixed-model.csv'), 'utf8').trim().split('\n').slice(1);
    const withChance = QUESTIONS.filter(({ analysis }) => analysis.chance !== null);
    expect(fitted).toHaveLength(3 * withChance.length);
    const shares = fitted.map((line) => Number(line.split(',')[5]));
    // Six of ten answers were drawn to be right, and all of one reader in SAP.
    for (const share of shares) expect(share).toBeGreaterThan(0.45);
    expect(shares.filter((share) => share < 0.75).length).toBeGreaterThanOrEqual(2 * withChance.length - 1);
    for (const line of fitted) {
      const said = MANY.some((question) => line.startsWith(`"${question}"`)) ? expect(line).not : expect(line);
      said.toContain('3 readers are too few to generalise to others');
    }
  });

  it('gives no interval of a junk Hessian, and says why', () => {
    // By lme4's Hessian the standard errors of these fits are 0.005 and 0.004 on the probit scale.
    const arms = [
      { arm: 'SAP', fit: 'singular fit', answers: ['01001010110101110110', '01001011000110110010'] },
      {
        ...{ arm: 'PGD', fit: 'the fit did not converge' },
        answers: [
          ...['11110111111101111111', '10101110010111000011', '11101111111111111111'],
          ...['00111010101011101100', '11111111111111101111'],
        ],
      },
    ];
    const rows = arms.flatMap(({ arm, answers }) =>
      answers.flatMap((marks, r) =>
        [...marks].map((mark, i): ResultRow => {
          const whose = { session_id: `s-${r}`, reader: `R${r}`, pair_id: `${arm}-${i}`, task: 'which-is-real', arm };
          return { ...BASE, ...whose, correct: mark === '1' ? 1 : 0 };
        }),
      ),
    );
    const folder = temporaryFolder();
    writeTables(folder, (path, text) => (path === 'tables/responses.csv' ? csvText(result('responses', rows)) : text));
    expect(run(folder, 'mixed-model.R')).toMatchObject({ stderr: '', status: 0 });
    const fitted = readFileSync(join(folder, 'mixed-model.csv'), 'utf8').trim().split('\n').slice(1);
    expect(fitted).toHaveLength(arms.length);
    for (const [i, { fit }] of arms.entries()) {
      const line = fitted[i] ?? '';
      const [n = NaN, share = NaN, low = NaN, high = NaN] = line.split(',').slice(4, 8).map(Number);
      const bySampling = Math.sqrt((share * (1 - share)) / n);
      const error = (high - low) / (2 * 1.96);
      expect(error).toBeGreaterThan(0.8 * bySampling);
      expect(error).toBeLessThan(4 * bySampling);
      expect(line).toContain(fit);
      expect(line).toContain('the wider is used');
    }
  });
});
