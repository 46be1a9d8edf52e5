import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { appendResponse, listResponses } from '../../src-main/db/studies/responses.ts';
import { insertSession } from '../../src-main/db/studies/sessions.ts';
import { getNextTrial, type TrialRow } from '../../src-main/db/studies/trials.ts';
import { CONTENT } from '../helpers/response-content.ts';
import { addStudy, AT } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function openSession(): { db: WritableDB; studyId: string; trials: TrialRow[] } {
  const db = openDb(join(temporaryFolder(), 'w.sqlite'));
  onTestFinished(() => void db.close());
  const { studyId, trials } = addStudy(db);
  insertSession(db, { id: 'session', studyId, reader: 'R1', virtual: false, startedAt: AT });
  return { db, studyId, trials };
}

describe('responses', () => {
  it('hands out the first trial without a response', () => {
    const { db, studyId, trials } = openSession();
    expect(getNextTrial(db, studyId, 'session')?.id).toBe(trials[0]?.id);
    appendResponse(db, 'session', trials[0]?.id ?? '', CONTENT);
    expect(getNextTrial(db, studyId, 'session')?.id).toBe(trials[1]?.id);
  });

  it('chains each response to the one before it', () => {
    const { db, trials } = openSession();
    const hashes = trials.map(({ id }) => appendResponse(db, 'session', id, CONTENT).hash);
    expect(new Set(hashes).size).toBe(trials.length);
    expect(listResponses(db, 'session').map(({ hash }) => hash)).toEqual(hashes);
  });

  it('stores no second response to a trial', () => {
    const { db, trials } = openSession();
    appendResponse(db, 'session', trials[0]?.id ?? '', CONTENT);
    expect(() => appendResponse(db, 'session', trials[0]?.id ?? '', CONTENT)).toThrow(/UNIQUE/);
    expect(listResponses(db, 'session')).toHaveLength(1);
  });

  it('lets nobody change or delete a response, nor a trial of a locked study', () => {
    const { db, trials } = openSession();
    appendResponse(db, 'session', trials[0]?.id ?? '', CONTENT);
    expect(() => db.prepare("UPDATE responses SET content = '{}'").run()).toThrow(/append-only/);
    expect(() => db.prepare('DELETE FROM responses').run()).toThrow(/append-only/);
    expect(() => db.prepare('UPDATE trials SET real_side = 1').run()).toThrow(/never changed/);
    expect(() => db.prepare('DELETE FROM trials').run()).toThrow(/locked/);
    expect(() => db.prepare("UPDATE studies SET protocol = '{}'").run()).toThrow(/locked/);
  });

  it('notices a response that another program has changed', () => {
    const { db, trials } = openSession();
    for (const { id } of trials) appendResponse(db, 'session', id, CONTENT);
    db.exec('DROP TRIGGER responses_never_change');
    db.prepare(`UPDATE responses SET content = replace(content, '"1"', '"2"') WHERE position = 2`).run();
    expect(() => listResponses(db, 'session')).toThrow(/Response 3 of session session does not fit the chain/);
  });

  it('notices a response that another program has taken out of the middle', () => {
    const { db, trials } = openSession();
    for (const { id } of trials) appendResponse(db, 'session', id, CONTENT);
    db.exec('DROP TRIGGER responses_never_go');
    db.prepare('DELETE FROM responses WHERE position = 1').run();
    expect(() => listResponses(db, 'session')).toThrow(/Response 2 of session session/);
  });
});
