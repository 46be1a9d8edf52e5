import { z } from 'zod';
import { questionOf, type QuestionId } from '../../../src-shared/questions/index.ts';
import { protocolSchema, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const where = { table: 'studies', column: 'protocol' };
const PROTOCOL = jsonColumn(protocolSchema, where);
const PROTOCOL_AS_STORED = jsonColumn(z.unknown(), where);

export interface StudyRow {
  id: string;
  title: string;
  protocol: Protocol;
  protocolSha256: string;
  createdAt: string;
  lockedAt: string | null;
  /** Commitment to the secret that sides and order come from; null for a draft, and for a study of an older version. */
  commitment: string | null;
  /** Id of the study that virtual readers rehearse on this copy; null for one that people read. */
  rehearsalOf: string | null;
}

/** What a reader may be told of a trial; a bundle has no more of it. */
export interface ShownTrial {
  id: string;
  studyId: string;
  /** From 0, in the order of presentation. */
  position: number;
  taskId: string;
  question: QuestionId;
  /** Random ids of the two tracings: they say nothing about what these are. */
  upperId: string;
  lowerId: string;
}

/** A pair as it is shown: which example, and which side its original is on. */
export interface TrialRow extends ShownTrial {
  arm: string;
  exampleId: number;
  /** 1 upper, 2 lower. */
  realSide: Side;
}

interface RawStudy extends Omit<StudyRow, 'protocol'> {
  protocol: string;
}

const STUDY = `SELECT id, title, protocol, protocol_sha256 AS protocolSha256, created_at AS createdAt, locked_at AS lockedAt,
  commitment, rehearsal_of AS rehearsalOf FROM studies`;
const SHOWN =
  'id, study_id AS studyId, position, task_id AS taskId, question, upper_id AS upperId, lower_id AS lowerId';
const SHOWN_TRIAL = `SELECT ${SHOWN} FROM trials`;
const TRIAL = `SELECT ${SHOWN}, arm, example_id AS exampleId, real_side AS realSide FROM trials`;

/** A trial as stored: its question may be any text. */
type Raw<Trial extends ShownTrial> = Omit<Trial, 'question'> & { question: string };

const parseTrial = <Trial extends ShownTrial>(row: Raw<Trial>) => ({ ...row, question: questionOf(row.question).id });

const parse = (row: RawStudy): StudyRow => ({ ...row, protocol: PROTOCOL.read(row.protocol, row.id) });

/** A draft. The caller stores what it shows beside it (insertDraftPairs). */
export function insertStudy(db: WritableDB, study: StudyRow): void {
  db.prepare(
    `INSERT INTO studies (id, title, protocol, protocol_sha256, created_at, locked_at, commitment, rehearsal_of)
     VALUES (@id, @title, @protocol, @protocolSha256, @createdAt, NULL, NULL, @rehearsalOf)`,
  ).run({ ...study, protocol: PROTOCOL.write(study.protocol) });
}

/** Newest first. */
export function listStudies(db: ReadableDB): StudyRow[] {
  return db
    .prepare<[], RawStudy>(`${STUDY} WHERE ${notRemoved('id')} ORDER BY created_at DESC, rowid DESC`)
    .all()
    .map(parse);
}

export function getStudy(db: ReadableDB, id: string): StudyRow | undefined {
  const row = db.prepare<[string], RawStudy>(`${STUDY} WHERE id = ?`).get(id);
  return row && parse(row);
}

/** The newest rehearsal of this study. */
export function findRehearsal(db: ReadableDB, studyId: string): StudyRow | undefined {
  return listStudies(db).find(({ rehearsalOf }) => rehearsalOf === studyId);
}

/**
 * The protocol as its study was created with, whether or not this version knows all of it: the JSON that
 * `protocolSha256` hashes.
 */
export function getProtocolAsStored(db: ReadableDB, id: string): unknown {
  const text = db.prepare<[string], string>('SELECT protocol FROM studies WHERE id = ?').pluck().get(id);
  return text && PROTOCOL_AS_STORED.read(text, id);
}

export function countTrials(db: ReadableDB, studyId: string): number {
  return db.prepare<[string], number>('SELECT count(*) FROM trials WHERE study_id = ?').pluck().get(studyId) ?? 0;
}

/** With its truth, which a bundle does not have. */
export function getTrial(db: ReadableDB, studyId: string, trialId: string): TrialRow | undefined {
  const row = db
    .prepare<[string, string], Raw<TrialRow>>(`${TRIAL} WHERE study_id = ? AND id = ?`)
    .get(studyId, trialId);
  return row && parseTrial(row);
}

export function getShownTrial(db: ReadableDB, studyId: string, trialId: string): ShownTrial | undefined {
  const row = db
    .prepare<[string, string], Raw<ShownTrial>>(`${SHOWN_TRIAL} WHERE study_id = ? AND id = ?`)
    .get(studyId, trialId);
  return row && parseTrial(row);
}

/** All trials of a study, in the order of presentation. */
export function listTrials(db: ReadableDB, studyId: string): TrialRow[] {
  return db
    .prepare<[string], Raw<TrialRow>>(`${TRIAL} WHERE study_id = ? ORDER BY position`)
    .all(studyId)
    .map((row) => parseTrial(row));
}

/** The first trial, in the order of presentation, that the session has no response to. */
export function getNextTrial(db: ReadableDB, studyId: string, sessionId: string): ShownTrial | undefined {
  const row = db
    .prepare<[string, string], Raw<ShownTrial>>(
      `${SHOWN_TRIAL} WHERE study_id = ? AND id NOT IN (SELECT trial_id FROM responses WHERE session_id = ?) ORDER BY position LIMIT 1`,
    )
    .get(studyId, sessionId);
  return row && parseTrial(row);
}
