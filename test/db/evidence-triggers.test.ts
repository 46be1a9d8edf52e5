import { beforeAll, describe, expect, it } from 'vitest';
import { insertBlindedTracings } from '../../src-main/db/bundles/blinded-tracings.ts';
import { insertCoordinatorKey } from '../../src-main/db/bundles/coordinator-keys.ts';
import { insertSealedTruth } from '../../src-main/db/bundles/sealed-truth.ts';
import { PIECE_SAMPLES } from '../../src-main/db/datasets/samples.ts';
import { insertLeadSets } from '../../src-main/db/datasets/lead-sets.ts';
import { openDb } from '../../src-main/db/open.ts';
import { purge } from '../../src-main/db/removal/purge.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { appendResponse } from '../../src-main/db/studies/responses.ts';
import { insertPresentation, insertSession } from '../../src-main/db/studies/sessions.ts';
import { insertStudy, type StudyRow, getStudy } from '../../src-main/db/studies/studies.ts';
import { insertDraftPairs } from '../../src-main/db/studies/draft-pairs.ts';
import { insertSignal } from '../helpers/insert-signal.ts';
import { addStudy, AT } from '../helpers/study-fixture.ts';
import { CONTENT } from '../helpers/response-content.ts';

/** A locked study with a session that was shown a pair and answered it, and a draft of the same examples. */
let db: WritableDB;
let studyId: string;

beforeAll(() => {
  db = openDb(':memory:');
  const study = addStudy(db, { protocol: { readers: { codes: 1 } } });
  studyId = study.studyId;
  insertSession(db, { id: 'session', studyId, reader: 'R1', virtual: false, startedAt: AT });
  const trial = study.trials[0]!;
  insertPresentation(db, 'session', trial.id, AT);
  appendResponse(db, 'session', trial.id, CONTENT);
  insertBlindedTracings(db, trial.id, { samplingHz: 300, stepsPerMv: 47, tracings: [new Int16Array(1)] });
  const long = { samples: new Int16Array(PIECE_SAMPLES + 1), samplingHz: 300, unitsPerMv: 1000 };
  insertSignal(db, { ...long, sha256: '00'.repeat(32) });
  insertLeadSets(db, [{ sha256: '11'.repeat(32), leads: [{ lead: 'II', sha256: '00'.repeat(32) }] }]);
  insertSealedTruth(db, Buffer.from('sealed'));
  insertCoordinatorKey(db, AT, { publicKey: '', privateKey: {} });
  insertStudy(db, { ...(getStudy(db, studyId) as StudyRow), id: 'draft', lockedAt: null, commitment: null });
  insertDraftPairs(db, 'draft', [{ ...trial, taskId: 'which', arm: 'SAP' }]);
  return () => void db.close();
});

/** Makes the change, and unmakes it where it was possible. */
function attempt(sql: string): number {
  let changes = 0;
  const undo = db.transaction(() => {
    ({ changes } = db.prepare(sql).run());
    throw new Error('undo');
  });
  try {
    undo();
  } catch (error) {
    if ((error as Error).message !== 'undo') throw error;
  }
  return changes;
}

const locked = 'locked_at IS NOT NULL';
const EVIDENCE: [table: string, change: string, which: string][] = [
  ['audit', "details = '{}'", 'true'],
  ['sessions', "reader = 'R2'", 'true'],
  ['presentations', "shown_at = 'then'", 'true'],
  ['responses', "content = '{}'", 'true'],
  ['reader_codes', "code = 'AAAAA-AAAAA'", 'true'],
  ['study_secrets', 'secret = zeroblob(32)', 'true'],
  ['studies', "title = 'Other'", locked],
  ['trials', 'real_side = 3 - real_side', 'true'],
  ['examples', 'adversarial_class = 2', 'id IN (SELECT example_id FROM trials)'],
  ['records', 'label = 2', "name = 'R001'"],
  ['attack_runs', "model_sha256 = 'ff'", 'true'],
  ['blinded_tracings', 'upper = lower', 'true'],
  ['sealed_truth', "sealed = x''", 'true'],
  ['coordinator_key', "public_key = 'other'", 'true'],
  ['signals', 'samples = zeroblob(length(samples))', 'sha256 IN (SELECT sha256 FROM records)'],
  ['signal_pieces', 'samples = zeroblob(length(samples))', 'true'],
];

describe.each(EVIDENCE)('%s', (table, change, which) => {
  it('holds evidence in this workspace', () => {
    expect(db.prepare(`SELECT count(*) FROM ${table} WHERE ${which}`).pluck().get()).toBeGreaterThan(0);
  });

  it('refuses UPDATE and DELETE', () => {
    expect(() => attempt(`UPDATE ${table} SET ${change} WHERE ${which}`)).toThrow(
      /append-only|never changed|never changes|is locked|depends on this row/,
    );
    expect(() => attempt(`DELETE FROM ${table} WHERE ${which}`)).toThrow(
      /append-only|never deleted|is locked|depends on this row|has this signal/,
    );
  });
});

it('the key of a session can be destroyed, and not exchanged', () => {
  expect(() => attempt("UPDATE session_keys SET private_key = ''")).toThrow(/never changed/);
  expect(attempt('DELETE FROM session_keys')).toBe(1);
});

it('a dataset may be renamed and deleted, and keeps its list of classes', () => {
  expect(attempt("UPDATE datasets SET name = name || ' again'")).toBeGreaterThan(0);
  expect(() => attempt("UPDATE datasets SET classes = '[]'")).toThrow(/never changed/);
});

it('a set of leads is never changed, and loses none', () => {
  expect(() => attempt("UPDATE lead_sets SET names = '[]'")).toThrow(/never changed/);
  expect(() => attempt("UPDATE set_leads SET lead = 'V1'")).toThrow(/never changed/);
  expect(() => attempt('DELETE FROM set_leads')).toThrow(/never deleted without its set/);
});

it('every table with a trigger is one that was tried here', () => {
  const tables = db.prepare<[], string>("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'");
  expect(new Set(tables.pluck().all())).toEqual(
    new Set([...EVIDENCE.map(([table]) => table), 'session_keys', 'datasets', 'lead_sets', 'set_leads']),
  );
});

it('a draft is changed and removed as before, with its pairs', () => {
  expect(attempt("UPDATE studies SET title = 'Renamed' WHERE id = 'draft'")).toBe(1);
  purge(db, 'study', 'draft');
  expect(getStudy(db, 'draft')).toBeUndefined();
  expect(() => purge(db, 'study', studyId)).toThrow();
  expect(getStudy(db, studyId)).toBeDefined();
});

it('a run that a locked study uses is not removed', () => {
  const runId = db.prepare<[], string>('SELECT id FROM attack_runs').pluck().get() ?? '';
  expect(() => purge(db, 'run', runId)).toThrow(/locked study/);
});
