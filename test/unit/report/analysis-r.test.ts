import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { uniform } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { packTables, resultTableFile } from '../../../src-main/report/pack/pack-tables.ts';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { compareReaders, compareRepeats } from '../../../src-main/statistics/summaries/compare-readers.ts';
import { summarisePanel } from '../../../src-main/statistics/summaries/summarise-panel.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import { QUESTIONS, type QuestionId } from '../../../src-shared/questions/index.ts';
import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import { armKey, parseProtocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { atOnce } from '../../helpers/at-once.ts';
import type { PackedFile } from '../../../src-main/report/pack/zip.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { BASE } from '../statistics/sample-answers.ts';

const hasR = spawnSync('Rscript', ['--version']).status === 0;
const hasLme4 = hasR && spawnSync('Rscript', ['-e', 'library(lme4)']).status === 0;
const scripts = join(import.meta.dirname, '../../../resources/pack');

const PAIRS = 14;
const protocol = parseProtocol({
  ...{ schemaVersion: 1, title: 'For R', seed: 1, sharedKeys: true, options: { similarityMargin: 0.65 } },
  tasks: QUESTIONS.map(({ id }) => ({
    ...{ id, question: id },
    arms: ['SAP', 'PGD', 'alpha'].map((name) => ({ name, attack: { method: 'sap' }, pairs: PAIRS })),
  })),
});

/** Six read two of the questions, so that they stand for others; three are fixed. */
const MANY: readonly QuestionId[] = ['which-is-real', 'is-real'];
const READERS = ['R1', '1E5', 'R3', 'R4', 'R5', 'R6'];

/**
 * What readers might answer: arms on the same records and on others, sides of each reader's own, foils, repeats,
 * trials of which nothing could be said, and one reader who is all right and one who stopped early.
 */
function answersOf(question: QuestionId): ResultRow[] {
  const random = seeded(QUESTIONS.findIndex(({ id }) => id === question));
  const draw = (): number => uniform(random);
  const asked = QUESTIONS.find(({ id }) => id === question)!;
  return READERS.slice(0, MANY.includes(question) ? 6 : 3).flatMap((reader, r) =>
    ['SAP', 'PGD', 'alpha'].flatMap((arm, a) =>
      Array.from({ length: reader === 'R3' ? PAIRS - 3 : PAIRS }, (_, i) => i).flatMap((i): ResultRow[] => {
        const isFoil = asked.foils && i % 3 === 0;
        const realSide = (i + r) % 2 === 0 ? 1 : 2;
        const one = (kind: ResultRow['kind'], side: 1 | 2): ResultRow => {
          const truth = asked.truthOf({ realSide: side, sameClass: !isFoil });
          const right = asked.right(truth as never) as readonly string[];
          const wrong = asked.answers.filter(({ id }) => !right.includes(id)).map(({ id }) => id as string);
          const isRight = reader === '1E5' && arm === 'SAP' ? true : draw() < 0.6;
          const among = isRight ? right : wrong;
          const given = among[Math.floor(draw() * among.length)] as ResultRow['answer'];
          const tracing = asked.answers.find(({ id }) => id === given)?.tracing ?? null;
          const cannotSay = kind === 'main' && i === 5 && reader === 'R1';
          return {
            ...BASE,
            ...{ session_id: `s-${reader}`, reader, task: question, question, arm, kind, real_side: side },
            pair_id: `${arm}-${i}`,
            record: a === 2 ? `B${i}` : `A${i}`,
            other_record: isFoil ? `F${i}` : null,
            answer: cannotSay ? 'cannot-say' : given,
            correct: cannotSay ? null : isRight ? 1 : 0,
            chosen_side: cannotSay || tracing === null ? null : tracing === 0 ? 1 : 2,
            response_time_ms: Math.round(10_000 * draw()) / 10,
            fast: i === 7 ? 1 : 0,
          };
        };
        const first = one('main', realSide);
        const again = i < 4 && arm === 'SAP' ? [one('repeat', realSide === 1 ? 2 : 1)] : [];
        const before: ResultRow[] = i === 2 ? [{ ...first, amended: 1, correct: 1 }] : [];
        return [...before, first, ...again];
      }),
    ),
  );
}

let made: PackedFile[] | undefined;

/** Made once: bootstraps take their time. */
function tables(): PackedFile[] {
  if (made) return made;
  const responses = QUESTIONS.flatMap(({ id }) => answersOf(id));
  const standing = responses.filter(({ amended }) => amended === 0);
  const main = standing.filter(({ kind }) => kind === 'main');
  const decided = (rows: ResultRow[]) => rows.filter(({ correct }) => correct !== null);
  const planned = plannedTrials(protocol);
  const study = { title: 'For R', study_id: 's', protocol_hash: 'h', commitment: null, locked_at: null };
  made = [
    ...packTables(protocol, { ...study, similarity_margin: 0.65, rehearsal: 0, program_version: '0' }),
    resultTableFile('responses', responses),
    resultTableFile(
      'summary',
      summariseResponses(main, {
        similarityMargin: 0.65,
        planned: (task, arm) => planned.get(armKey(task, arm)) ?? 0,
      }),
    ),
    resultTableFile('arms', compareArms(main)),
    resultTableFile('panel', atOnce(summarisePanel(decided(main)))),
    resultTableFile('agreement', [...compareReaders(decided(main)), ...compareRepeats(decided(standing))]),
  ];
  return made;
}

function writeTables(folder: string, spoil: (name: string, text: string) => string = (_, text) => text): void {
  for (const { path, text } of tables()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), spoil(path, text));
  }
  for (const name of ['analysis.R', 'mixed-model.R']) copyFileSync(join(scripts, name), join(folder, name));
}

const run = (folder: string, script = 'analysis.R') =>
  spawnSync('Rscript', ['--vanilla', join(folder, script)], { encoding: 'utf8' });

describe.skipIf(!hasR)('analysis.R, where R is installed', () => {
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

describe.skipIf(!hasLme4)('mixed-model.R, where R and lme4 are installed', () => {
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
});
