import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { answer } from '../helpers/answer-trial.ts';
import { drawer, shuffle } from '../helpers/draw-again.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { readingFixture } from './reading-fixture.ts';

/** What a person outside has of a study. */
interface Exported {
  study: {
    commitment: string;
    protocol: { tasks: { id: string; arms: { name: string }[] }[] };
  };
  evidence: { sides: { secret: string; statement: string } };
  pairs: { task: string; arm: string; record: string; real_side: number }[];
}

function replay({ study, evidence, pairs }: Exported): string[] {
  const secret = Buffer.from(evidence.sides.secret, 'hex');
  const [sides, order] = [drawer(secret, 'sides'), drawer(secret, 'order')];
  return study.protocol.tasks.flatMap(({ id, arms }) => {
    const drawn = arms.flatMap(({ name }) => {
      const records = pairs
        .filter(({ task, arm }) => task === id && arm === name)
        .map(({ record }) => record)
        .sort();
      const above = Math.floor(records.length / 2) + (records.length % 2 === 1 ? sides(2) : 0);
      const balanced = shuffle(
        records.map((_, i) => (i < above ? 1 : 2)),
        sides,
      );
      return records.map((record, i) => `${id}/${name} ${record} ${balanced[i]}`);
    });
    return shuffle(drawn, order);
  });
}

async function finishedStudy() {
  const fixture = await readingFixture();
  const { services, studyId } = fixture;
  let step = await services.sessions.open(studyId, 'Dr A');
  while (step.trial) step = services.sessions.respond(answer(step));
  return fixture;
}

describe('the secret of a study whose results are open', () => {
  it('gives all sides and the order again, from an export alone', async () => {
    const { services, studyId } = await finishedStudy();
    const exported = JSON.parse((await services.results.export(studyId, 'json')).text) as Exported;
    const { secret, statement } = exported.evidence.sides;
    const committed = Buffer.concat([Buffer.from('equipoise commitment '), Buffer.from(secret, 'hex')]);
    expect(createHash('sha256').update(committed).digest('hex')).toBe(exported.study.commitment);
    expect(replay(exported)).toEqual(
      exported.pairs.map(({ task, arm, record, real_side }) => `${task}/${arm} ${record} ${real_side}`),
    );
    expect(statement).toBe(
      `Sides and order follow from the secret committed to at 2026-01-01T00:00:00.000Z (commitment ${exported.study.commitment}): drawn again from it, all 6 pairs are as they are stored.`,
    );
    const [row] = parse((await services.results.export(studyId, 'summary-csv')).text, { columns: true }) as object[];
    expect(row).toMatchObject({ secret, commitment: exported.study.commitment, sides_follow: '1', opened_early: '0' });
  });

  it('names what differs in a study whose sides it did not give', async () => {
    const folder = temporaryFolder();
    const services = await openReadingServices(folder);
    onTestFinished(() => services.close());
    const db = openDb(join(folder, 'workspace.sqlite'));
    // As a program would lock it that draws a secret and then takes the sides that suit it.
    const { studyId } = addStudy(db, {
      changed: (trials) =>
        trials.map((trial) => (trial.position < 2 ? { ...trial, realSide: trial.realSide === 1 ? 2 : 1 } : trial)),
    });
    db.close();
    services.sessions.respond(answer(await services.sessions.open(studyId, 'Dr A')));
    await services.results.open(studyId, { reason: 'A doubt', passphrase: null }, 'window');
    const { follow, statement } = (await services.results.evidence(studyId)).sides;
    expect(follow).toBe(false);
    expect(statement).toMatch(
      /^Sides and order do not follow from the secret .*: pair 1: the side of its real tracing is [12], the secret gives [12]; pair 2: the side[^;]*\.$/,
    );
    const [row] = parse((await services.results.export(studyId, 'responses-csv')).text, { columns: true }) as object[];
    expect(row).toMatchObject({ sides_follow: '0' });
  });

  it('is not there while nobody has answered', async () => {
    const { services, studyId } = await readingFixture();
    const exported = JSON.parse((await services.results.export(studyId, 'json')).text) as Partial<Exported>;
    expect(exported).toMatchObject({ pairs: null, opening: null, evidence: { sides: { secret: null } } });
  });
});
