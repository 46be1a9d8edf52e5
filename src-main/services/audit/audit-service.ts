import { z } from 'zod';
import type { TextFile } from '../../../src-shared/contract/common.ts';
import type { AuditSelection } from '../../../src-shared/contract/audit.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { AUDIT_FIELDS, type AuditRow } from '../../../src-shared/study/audit-fields.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { auditHead, type AuditEntry } from '../../db/audit/audit.ts';
import { auditWindow } from '../../db/audit/audit-window.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { withSnapshot } from '../../db/sqlite/snapshot.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { getSession } from '../../db/studies/sessions.ts';
import { getStudy } from '../../db/studies/studies.ts';
import { toCsv } from '../../report/csv.ts';
import { storedStudy } from '../studies/stored-study.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
import { auditSentence, type AuditNames } from './audit-sentences.ts';

/** Entries that are looked at in one step: others are answered in between. */
const WINDOW = 200;

/** Who did what when, for a person to read. */
export class AuditService {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** The newest `limit` entries before this position, newest first. Throws AppError 'not-found' for an unknown study. */
  page(
    selection: AuditSelection,
    before: number | null,
    limit: number,
  ): Promise<{ rows: AuditRow[]; earlier: number | null }> {
    this.#check(selection);
    return withSnapshot(this.#context.db, (db) => inPieces(pageOf(db, selection, before, limit)));
  }

  /** All entries in the order in which they were made. Throws the same. */
  all(selection: AuditSelection): Promise<AuditRow[]> {
    this.#check(selection);
    return withSnapshot(this.#context.db, (db) => inPieces(rowsOf(db, selection)));
  }

  /** The same as a file; that it was exported goes into the audit. Throws the same. */
  async export(selection: AuditSelection, format: 'csv' | 'json'): Promise<TextFile> {
    const { db } = this.#context;
    const title = this.#check(selection);
    const text = await inPieces(fileOf(await this.all(selection), format));
    const details = { studyId: selection.studyId, what: `audit-${format}` };
    await storeWhenFree(db, () => appendAct(db, nowIso(), 'export', details));
    const stem = title === undefined ? 'workspace' : fileStem(title, 'study');
    return { fileName: `${stem}-audit.${format}`, mediaType: format === 'csv' ? 'text/csv' : 'application/json', text };
  }

  /** Its title; undefined for the whole workspace. */
  #check({ studyId }: AuditSelection): string | undefined {
    return studyId === null ? undefined : storedStudy(this.#context.db, studyId).title;
  }
}

function* pageOf(
  db: ReadableDB,
  selection: AuditSelection,
  before: number | null,
  limit: number,
): Steps<{ rows: AuditRow[]; earlier: number | null }> {
  const rowOf = rowReader(db);
  const rows: AuditRow[] = [];
  let to = Math.min(before === null ? Infinity : before - 1, auditHead(db).count);
  for (; to >= 1; to -= WINDOW) {
    for (const entry of auditWindow(db, selection, Math.max(1, to - WINDOW + 1), to).toReversed()) {
      // One more than is asked for: there is an earlier page.
      if (rows.length === limit) return { rows, earlier: rows.at(-1)?.entry ?? null };
      rows.push(rowOf(entry));
      yield;
    }
    yield;
  }
  return { rows, earlier: null };
}

function* rowsOf(db: ReadableDB, selection: AuditSelection): Steps<AuditRow[]> {
  const rowOf = rowReader(db);
  const { count } = auditHead(db);
  const rows: AuditRow[] = [];
  for (let from = 1; from <= count; from += WINDOW) {
    for (const entry of auditWindow(db, selection, from, from + WINDOW - 1)) {
      rows.push(rowOf(entry));
      yield;
    }
    yield;
  }
  return rows;
}

function* fileOf(rows: readonly AuditRow[], format: 'csv' | 'json'): Steps<string> {
  const parts: string[] = format === 'csv' ? [toCsv(AUDIT_FIELDS, [])] : [];
  for (let from = 0; from < rows.length; from += WINDOW) {
    const some = rows.slice(from, from + WINDOW);
    if (format === 'json') parts.push(...some.map((row) => JSON.stringify(row)));
    else parts.push(toCsv(AUDIT_FIELDS, some, { header: false }));
    yield;
  }
  return format === 'csv' ? parts.join('') : `[\n${parts.join(',\n')}\n]\n`;
}

/** What says who did it: an account, a reader's session, or both where a session was judged. */
const whoSchema = z.object({ account: z.string().optional(), sessionId: z.string().optional() });

function rowReader(db: ReadableDB): (entry: AuditEntry) => AuditRow {
  const known = new Map<string, string>();
  const remembered = (key: string, find: () => string | undefined): string => {
    const name = known.get(key) ?? find() ?? key;
    known.set(key, name);
    return name;
  };
  const names: AuditNames = {
    study: (id) => remembered(id, () => getStudy(db, id)?.title),
    reader: (id) => remembered(id, () => getSession(db, id)?.reader),
  };
  return ({ position, at, action, details: text, hash }) => {
    const details: unknown = JSON.parse(text);
    const { account, sessionId } = whoSchema.catch({}).parse(details);
    const isReaders = READERS_OWN.includes(action) && sessionId !== undefined;
    const who = isReaders ? names.reader(sessionId) : (account ?? null);
    return { entry: position, at, who, action, what: auditSentence(action, details, names), hash };
  };
}

const READERS_OWN = ['session-begin', 'session-page', 'shown', 'answer', 'session-end'];
