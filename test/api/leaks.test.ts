import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createReadingRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { TrialRow } from '../../src-main/db/studies/trials.ts';
import { gaussian, uniform } from '../../src-main/numeric/random.ts';
import { secretStream } from '../../src-main/numeric/secret-stream.ts';
import { mean } from '../../src-main/numeric/sums.ts';
import { stepsPerMv } from '../../src-main/study/presentation/display-grid.ts';
import { ditherStreams } from '../../src-main/study/presentation/dither-streams.ts';
import { presentPair } from '../../src-main/study/presentation/present-pair.ts';
import { seeded } from '../../src-main/numeric/seeding.ts';
import { cuesOf } from '../../src-main/study/machine/cues.ts';
import { tellApart } from '../../src-main/study/machine/tell-apart.ts';
import type { ReadingStep } from '../../src-shared/contract/reading.ts';
import { collect } from '../helpers/collect.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { Editor } from '../helpers/workspace-editor.ts';

const PAIRS = 100;
/** As many of 100 as a program that guesses names at most, but once in 3,000 times. */
const MOST_BY_CHANCE = 67;
/** Of 100 by the samples, over several draws: the aim of the dither. */
const MOST_TOLD = 70;

/** Ten seconds with as much noise as a recorder has, and the same with smooth waves of up to 10 µV, as SAP adds them. */
function pairOf(seed: number): FixturePair {
  const random = seeded(11, seed);
  const [beat, height] = [200 + 100 * uniform(random), 500 + 800 * uniform(random)];
  let noise = 0;
  const original = Int16Array.from({ length: 3000 }, (_, t) => {
    noise = 0.9 * noise + 9 * gaussian(random);
    return Math.round(height * Math.exp(-((((t % beat) - 100) / 6) ** 2)) + 60 * Math.sin(t / 90 + seed) + noise);
  });
  const waves = Array.from({ length: 4 }, () => [0.05 + 0.2 * uniform(random), 6.3 * uniform(random)] as const);
  const smooth = (t: number): number => 2.5 * waves.reduce((sum, [pace, phase]) => sum + Math.sin(pace * t + phase), 0);
  return [original, original.map((value, t) => Math.round(value + smooth(t) + gaussian(random)))];
}

/** Random ids, the same in every run. */
function idsOf(purpose: string): () => string {
  const random = secretStream(new Uint8Array(32).fill(5), purpose);
  const hex = (): string => (random.next() >>> 0).toString(16).padStart(8, '0');
  return () => {
    const digits = hex() + hex() + hex() + hex();
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
  };
}

type Trial = NonNullable<ReadingStep['trial']>;

type Tracing = Trial['tracings'][number];

function pairIn({ tracings: [upper, lower] }: Trial): [upper: Tracing, lower: Tracing] {
  if (!upper || !lower) throw new Error('The trial does not show a pair.');
  return [upper, lower];
}

/** 1 for a hint at the upper tracing, −1 at the lower: what the message says besides the samples. */
function hintsOf(trial: Trial, before: { trial: Trial; realSide: 1 | 2 } | undefined): Record<string, number> {
  const [upper, lower] = pairIn(trial);
  const sign = (hint: boolean): number => (hint ? 1 : -1);
  return {
    'order of ids': sign(upper.id < lower.id),
    'order of ids and trial': sign(upper.id < trial.trialId),
    'trial id and the one before': sign(trial.trialId < (before?.trial.trialId ?? '8')),
    'id and that before': sign(upper.id < (before?.trial.tracings[0]?.id ?? '8')),
    'parity of the position': sign(trial.number % 2 === 0),
    'side of the one before': before ? sign(before.realSide === 1) : 0,
    question: sign(trial.question === 'which-is-real'),
    'length of the message': sign(JSON.stringify(trial).length % 2 === 0),
    'longer tracing': Math.sign(upper.samples.length - lower.samples.length),
    'longer list': Math.sign(JSON.stringify(upper).length - JSON.stringify(lower).length),
    'more fields': Math.sign(Object.keys(upper).length - Object.keys(lower).length),
  };
}

/** The cues of both tracings of a pair as another secret would have them sent, the original's less the other's. */
function differenceSent(tracings: FixturePair, pair: number, draw: number): number[] {
  const streams = ditherStreams({
    ...{ pairId: String(pair), ditherBy: 'tracing', realSide: 1 },
    ...{ secret: new Uint8Array(32).fill(draw), signals: ['', ''] },
  });
  const [real, made] = presentPair({ tracings, unitsPerMv: 1000, stepsPerMv: stepsPerMv(10) }, streams);
  const [cues, others] = [cuesOf(real, 300), cuesOf(made, 300)];
  return cues.map((cue, i) => cue - others[i]!);
}

it('nothing that a reader is sent tells a program which tracing is real: not ids, order or sizes, and the samples little', async () => {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const pairs = Array.from({ length: PAIRS }, (_, i) => pairOf(i));
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId, trials } = addStudy(db, { pairs, newId: idsOf('trials') });
  db.close();
  const client = createRouterClient(createReadingRouter(services, 'web'));

  const named: Record<string, number> = {};
  const [differences, said, stored]: [number[][], number[][], number[][]] = [[], [], []];
  let before: Parameters<typeof hintsOf>[1];
  let step = await client.reading.open({ studyId, reader: 'Dr A' });
  for (const { realSide } of trials) {
    const trial = step.trial!;
    const real = realSide === 1 ? 1 : -1;
    const hints = hintsOf(trial, before);
    for (const [name, hint] of Object.entries(hints)) named[name] = (named[name] ?? 0) + (1 + hint * real) / 2;
    const [upper, lower] = trial.tracings.map(({ samples }) => cuesOf(samples, trial.samplingHz));
    const hinted = Object.values(hints).map((hint) => real * hint);
    said.push(hinted);
    differences.push([...upper!.map((cue, i) => real * (cue - lower![i]!)), ...hinted]);
    before = { trial, realSide };
    step = await client.reading.respond(answer(step));
  }
  expect(step.trial).toBeNull();

  for (const [name, right] of Object.entries(named)) {
    expect(right, name).toBeGreaterThan(PAIRS - MOST_BY_CHANCE);
    expect(right, name).toBeLessThan(MOST_BY_CHANCE);
  }
  expect(tellApart(said)).toBeLessThan(MOST_BY_CHANCE);
  // One draw of the dither says little, and a fine program does tell something of the samples: see docs/measurements.md.
  const told = [tellApart(differences)];
  for (let draw = 1; draw <= 2; draw++) told.push(tellApart(pairs.map((pair, i) => differenceSent(pair, i, draw))));
  expect(mean(told)).toBeLessThan(MOST_TOLD);
  // The same program tells the samples as they are stored: it would see a leak.
  for (const [original, attacked] of pairs) {
    const [cues, others] = [cuesOf([...original], 300), cuesOf([...attacked], 300)];
    stored.push(cues.map((cue, i) => cue - others[i]!));
  }
  expect(tellApart(stored)).toBeGreaterThan(0.95 * PAIRS);
});

/** Tells of each statement whenever it is run, also of one that was prepared long before. */
function spyOnStatements(tell: (sql: string) => void): { mockRestore: () => void }[] {
  const memory = new Database(':memory:');
  const statements = Object.getPrototypeOf(memory.prepare('SELECT 1')) as Database.Statement;
  memory.close();
  return (['get', 'all', 'run', 'iterate'] as const).map((way) => {
    const own = statements[way] as (this: Database.Statement, ...values: unknown[]) => never;
    return vi.spyOn(statements, way).mockImplementation(function (this: Database.Statement, ...values: unknown[]) {
      tell(this.source);
      return own.apply(this, values);
    });
  });
}

it('does the same work for a pair whichever side is real and whatever its arm: no time that it takes tells one', async () => {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(join(folder, 'workspace.sqlite'));
  const arms = ['SAP', 'PGD', 'FGSM'];
  const { studyId, trials } = addStudy(db, {
    pairs: Array.from({ length: 20 }, (_, i) => pairOf(i)),
    changed: (drawn) => drawn.map((trial, i) => ({ ...trial, arm: arms[i % arms.length]! })),
  });
  db.close();
  expect(new Set(trials.map(({ realSide, arm }) => `${realSide} ${arm}`)).size).toBe(2 * arms.length);
  const asked: string[] = [];
  for (const spy of spyOnStatements((sql) => asked.push(sql))) onTestFinished(() => spy.mockRestore());
  let step = await services.sessions.open(studyId, 'Dr A');
  const works: { sql: string[]; longer: number }[] = [];
  while (step.trial) {
    const [upper, lower] = pairIn(step.trial);
    works.push({ sql: asked.splice(0), longer: upper.samples.length - lower.samples.length });
    step = services.sessions.respond(answer(step));
  }
  // The first pair is handed out when the session opens; every other one after an answer.
  const [, second, ...others] = works;
  expect(second!.sql.length).toBeGreaterThan(10);
  for (const work of others) expect(work).toEqual(second);
});

it('tells a reader of a study that was changed neither what was changed nor a side', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'workspace.sqlite');
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(path);
  const { studyId } = addStudy(db);
  db.close();
  const { reading } = createRouterClient(createReadingRouter(services, 'web'));
  const step = await reading.open({ studyId, reader: 'Dr. A' });
  const editor = new Editor(path);
  editor.run('UPDATE trials SET real_side = 3 - real_side');
  editor.db.close();
  await expect(services.results.evidence(studyId)).resolves.toMatchObject({
    problems: expect.arrayContaining([expect.stringMatching(/side/)]) as string[],
  });
  for (const read of [() => reading.open({ studyId, reader: 'Dr. A' }), () => reading.respond(answer(step))]) {
    const error = await read().then(
      () => undefined,
      (thrown: unknown) => thrown as { message: string; data: object },
    );
    expect(error?.message).toMatch(/^This study was changed after it was locked/);
    expect(JSON.stringify([error?.message, error?.data])).not.toMatch(/side|pair \d|record|arm/);
  }
});

it('an export is refused for what the order of its own reader tells, not for one that nobody gets', async () => {
  const pairs = Array.from({ length: 20 }, (_, i) => pairOf(i));
  /** Of both ids of each pair the lower one is the original's. */
  const planted = (trials: TrialRow[]) =>
    trials.map((trial) => {
      const ids = [trial.upperId, trial.lowerId].sort();
      const [upperId, lowerId] = trial.realSide === 1 ? ids : ids.toReversed();
      return { ...trial, upperId: upperId!, lowerId: lowerId! };
    });
  const exported = async (order: 'same' | 'per-reader') => {
    const folder = temporaryFolder();
    const services = await openReadingServices(folder);
    onTestFinished(() => services.close());
    await services.bundles.unlock('four plain words here');
    const db = openDb(join(folder, 'workspace.sqlite'));
    const { studyId } = addStudy(db, { pairs, protocol: { order }, changed: planted });
    db.close();
    return collect(services.bundles.export({ studyId, folder: join(folder, 'exported'), readers: ['Dr A'] }));
  };
  expect(await exported('per-reader')).toHaveLength(1);
  await expect(exported('same')).rejects.toThrow(/order of the ids \(area/);
});
