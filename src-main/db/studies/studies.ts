import { z } from 'zod';
import { blindedProtocolSchema } from '../../../src-shared/study/blinded-protocol.ts';
import { protocolSchema, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const where = { table: 'studies', column: 'protocol' };
const PROTOCOL = jsonColumn(protocolSchema, where);
/** Of a study in a bundle. */
const BLINDED_PROTOCOL = jsonColumn(blindedProtocolSchema, where);
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

interface RawStudy extends Omit<StudyRow, 'protocol'> {
  protocol: string;
}

const STUDY = `SELECT id, title, protocol, protocol_sha256 AS protocolSha256, created_at AS createdAt, locked_at AS lockedAt,
  commitment, rehearsal_of AS rehearsalOf FROM studies`;
const parse = (row: RawStudy): StudyRow => ({
  ...row,
  protocol: BLINDED_PROTOCOL.readIfKnown(row.protocol) ?? PROTOCOL.read(row.protocol, row.id),
});

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
