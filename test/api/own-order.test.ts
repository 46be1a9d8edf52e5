import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { getStudy } from '../../src-main/db/studies/studies.ts';
import { listSessionTrials } from '../../src-main/db/studies/trials.ts';
import { drawReading } from '../../src-main/services/studies/draw-reading.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { answer } from '../helpers/answer-trial.ts';
import { drawer, shuffle } from '../helpers/draw-again.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { readingFixture } from './reading-fixture.ts';

const READERS = ['Dr A', 'Dr. Ümit  B'] as const;
const DESIGN = { order: 'per-reader' as const, task: { repeats: 2 } };

/** Reads to the end; the same answer to every pair, so that readers differ by nothing but their order. */
async function read(services: Services, studyId: string, reader: string) {
  const seen = [];
  let step = await services.sessions.open(studyId, reader);
  while (step.trial) {
    seen.push(step.trial);
    step = services.sessions.respond(answer(step));
  }
  return seen;
}

async function readByBoth() {
  const fixture = await readingFixture(DESIGN);
  const seen = [];
  for (const reader of READERS) seen.push(await read(fixture.services, fixture.studyId, reader));
  return { ...fixture, seen };
}

describe('an order and sides for each reader', () => {
  it('show the same pairs under other ids, with balanced sides, and readers are compared by the pair', async () => {
    const { services, studyId, seen } = await readByBoth();
    const ids = seen.flat().flatMap(({ trialId, tracings }) => [trialId, ...tracings.map(({ id }) => id)]);
    expect(new Set(ids).size).toBe(2 * 8 * 3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

    const rows = await services.results.responses(studyId);
    const ofReader = READERS.map((reader) => rows.filter((row) => row.reader.startsWith(reader.slice(0, 4))));
    const pairs = ofReader.map((own) => own.map(({ pair_id, kind }) => `${kind === 'repeat'} ${pair_id}`));
    expect(new Set(pairs[0]!.filter((pair) => pair.startsWith('false')))).toEqual(
      new Set(pairs[1]!.filter((pair) => pair.startsWith('false'))),
    );
    expect(ofReader[0]!.map(({ record, real_side }) => record + real_side)).not.toEqual(
      ofReader[1]!.map(({ record, real_side }) => record + real_side),
    );
    for (const own of ofReader) {
      for (const task of ['which', 'same']) {
        const main = own.filter((row) => row.kind === 'main' && row.task === task);
        expect(2 * main.filter(({ real_side }) => real_side === 1).length).toBe(main.length);
      }
      // Sides swapped, and at least half of the pairs of the task between.
      const repeats = own.filter(({ kind }) => kind === 'repeat');
      expect(repeats).toHaveLength(2);
      for (const repeat of repeats) {
        const first = own.find((row) => row.kind === 'main' && row.pair_id === repeat.pair_id)!;
        expect(repeat.real_side).toBe(3 - first.real_side);
        expect(repeat.trial_number - first.trial_number).toBeGreaterThan(2);
      }
    }
    const summary = await services.results.summary(studyId);
    expect(summary.map(({ n, planned }) => [n, planned])).toEqual([4, 2, 4, 2].map((count) => [count, count]));
    expect((await services.results.agreement(studyId)).map(({ task, n }) => [task, n])).toEqual([
      ['which', 4],
      ['same', 2],
      ['which', 2],
      ['which', 2],
    ]);
  });

  it('follow from the secret and the name alone: an export is replayed by code of its own', async () => {
    const { services, studyId } = await readByBoth();
    const exported = JSON.parse((await services.results.export(studyId, 'json')).text) as Exported;
    expect(exported.evidence.sides.statement).toMatch(/all 8 pairs are as they are stored/);
    expect(exported.orders).toHaveLength(2);
    for (const { session_id, trials } of exported.orders) {
      const { reader } = exported.sessions.find((session) => session.session_id === session_id)!;
      const recordOf = new Map(exported.pairs.map(({ pair_id, record }) => [pair_id, record]));
      expect(trials.map((trial) => `${recordOf.get(trial.pair_id)} ${trial.kind} ${trial.real_side}`)).toEqual(
        replay(exported, reader),
      );
    }
  });

  it('are drawn without a session, and are what the session then shows after a restart', async () => {
    const { folder, services, studyId } = await readingFixture(DESIGN);
    const db = openDb(join(folder, 'workspace.sqlite'));
    const drawn = drawReading(db, getStudy(db, studyId)!, 'dr a');
    const { sessionId, trial } = await services.sessions.open(studyId, 'Dr A');
    const stored = listSessionTrials(db, studyId, sessionId);
    db.close();
    expect(stored).toEqual(drawn.map((each) => ({ ...each, sessionId })));
    expect(trial?.trialId).toBe(drawn[0]?.id);
  });

  it.each([
    ['a side', 'UPDATE trials SET real_side = 3 - real_side WHERE session_id IS NOT NULL AND position = 3'],
    ['a place', 'UPDATE trials SET position = 70 WHERE session_id IS NOT NULL AND position = 7'],
    ['a trial', 'DELETE FROM trials WHERE session_id IS NOT NULL AND position = 7'],
  ])('are evidence: %s that another program changes is named', async (_, sql) => {
    const { folder, services, studyId } = await readingFixture(DESIGN);
    const step = await services.sessions.open(studyId, 'Dr A');
    const editor = new Editor(join(folder, 'workspace.sqlite'));
    editor.run(sql);
    editor.db.close();
    const { problems } = await services.results.evidence(studyId);
    expect(problems).toEqual(['the sides or the order of reader "Dr A" were changed']);
    expect(() => services.sessions.respond(answer(step))).toThrow(/not as it was locked|was changed/);
  });
});

/** What a person outside has of a study. */
interface Exported {
  study: { protocol: { tasks: { id: string; repeats?: number; arms: { name: string }[] }[] } };
  evidence: { sides: { secret: string; statement: string } };
  pairs: { pair_id: string; trial_id: string; task: string; arm: string; record: string }[];
  orders: { session_id: string; trials: { pair_id: string; kind: string; real_side: number }[] }[];
  sessions: { session_id: string; reader: string }[];
}

function replay({ study, evidence, pairs }: Exported, reader: string): string[] {
  const secret = Buffer.from(evidence.sides.secret, 'hex');
  const key = reader.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const [sides, order] = ['sides', 'order'].map((name) => drawer(secret, `${name} of reader ${key}`));
  return study.protocol.tasks.flatMap(({ id, arms, repeats = 0 }) => {
    const drawn = arms.flatMap(({ name }) => {
      const records = pairs
        .filter(({ task, arm, pair_id, trial_id }) => task === id && arm === name && pair_id === trial_id)
        .map(({ record }) => record)
        .sort();
      const above = Math.floor(records.length / 2) + (records.length % 2 === 1 ? sides!(2) : 0);
      const balanced = shuffle(
        records.map((_, i) => (i < above ? 1 : 2)),
        sides!,
      );
      return records.map((record, i) => ({ record, side: balanced[i]! }));
    });
    const mains = shuffle(drawn, order!);
    const block = mains.map(({ record, side }) => `${record} main ${side}`);
    if (repeats === 0) return block;
    const half = Math.ceil(mains.length / 2);
    const repeated = shuffle([...mains.keys()].slice(0, half), order!).slice(0, repeats);
    for (const index of repeated.sort((a, b) => a - b)) {
      const first = index + Math.floor(mains.length / 2) + 1;
      const at = first + order!(block.length - first + 1);
      block.splice(at, 0, `${mains[index]!.record} repeat ${3 - mains[index]!.side}`);
    }
    return block;
  });
}
