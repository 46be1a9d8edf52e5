import { z } from 'zod';
import { counted } from '../../../src-shared/format/counted.ts';

/** What the entries name by id, by its name. */
export interface AuditNames {
  study: (id: string) => string;
  reader: (sessionId: string) => string;
}

type Tell = (details: unknown, names: AuditNames) => string | undefined;

/** Undefined for details that another version wrote in another way. */
function told<T>(schema: z.ZodType<T>, tell: (details: T, names: AuditNames) => string): Tell {
  return (details, names) => {
    const read = schema.safeParse(details);
    return read.success ? tell(read.data, names) : undefined;
  };
}

const text = z.string();
const study = z.object({ studyId: text });
const session = z.object({ sessionId: text });
const thing = z.object({ kind: text, id: text, name: text.optional() });
const standing = session.extend({ reason: text });
const readerStanding = study.extend({ reader: text, reason: text });
const quoted = (name: string): string => `“${name}”`;
const whom = (reader: string | null): string => (reader === null ? 'any reader' : quoted(reader));

/**
 * One sentence for each kind of entry. None says more of a pair than its place in the order: not its side, arm, record
 * or kind, so that the audit can be read before the results are open.
 */
const SENTENCES: Record<string, Tell> = {
  'chain-begin': told(
    z.object({ studies: z.array(text), sessions: z.array(text) }),
    ({ studies, sessions }) =>
      `The audit begins; ${counted(studies.length, 'study', 'studies')} and ${counted(sessions.length, 'session')} are older than it.`,
  ),
  import: told(
    z.object({ dataset: text, source: text, records: z.int(), added: z.int() }),
    ({ dataset, source, records, added }) =>
      `Imported the dataset ${quoted(dataset)} from ${source}: ${counted(records, 'record')}, ${added} of them new.`,
  ),
  'import-model': told(
    z.object({ name: text, file: text, sha256: text }),
    ({ name, file, sha256 }) => `Imported the model ${quoted(name)} from ${file} (SHA-256 ${sha256}).`,
  ),
  train: told(
    z.object({ name: text, dataset: text }),
    ({ name, dataset }) => `Trained the model ${quoted(name)} on the dataset ${quoted(dataset)}.`,
  ),
  compare: told(
    z.object({ dataset: text, split: text }),
    ({ dataset, split }) => `Compared models on the ${split} split of ${quoted(dataset)}.`,
  ),
  attack: told(
    z.object({ runId: text, records: z.int(), options: z.object({ method: text }) }),
    ({ runId, records, options }) =>
      `Attacked ${counted(records, 'record')} by ${options.method.toUpperCase()} (run ${runId}).`,
  ),
  verify: told(
    z.object({ runId: text, verified: z.int(), same: z.int() }),
    ({ runId, verified, same }) =>
      `Made ${counted(verified, 'example')} of the run ${runId} again; ${same} came out the same.`,
  ),
  analysis: told(z.object({ analysisId: text }), ({ analysisId }) => `Ran the analysis ${analysisId}.`),
  delete: told(thing, ({ kind, name, id }) => `Deleted the ${kind} ${quoted(name ?? id)}.`),
  undelete: told(thing, ({ kind, id }) => `Took back the deletion of the ${kind} ${id}.`),
  rename: told(
    thing.extend({ before: text, name: text }),
    ({ kind, before, name }) => `Renamed the ${kind} ${quoted(before)} to ${quoted(name)}.`,
  ),
  purge: told(thing, ({ kind, id }) => `Removed the deleted ${kind} ${id} for good.`),
  restore: told(
    z.object({ events: z.int(), lost: z.int() }),
    ({ events, lost }) =>
      `Restored ${counted(events, 'entry', 'entries')} from the log of the evidence; ${lost} could not be found.`,
  ),
  'workspace-restore': told(
    z.object({ backup: text, made: text, kept: text, events: z.int(), answers: z.int() }),
    ({ backup, kept, events, answers }) =>
      `Restored the workspace from its backup ${backup}: ${counted(events, 'later entry', 'later entries')} of the audit, with ${counted(answers, 'answer')}, are only in the folder ${kept} now.`,
  ),
  'coordinator-key': told(z.object({ publicKey: text }), () => 'Made the key that sealed files are sealed to.'),
  'study-create': told(
    study.extend({ protocolSha256: text, rehearsalOf: text.optional() }),
    ({ studyId, protocolSha256, rehearsalOf }, names) =>
      rehearsalOf === undefined
        ? `Created the study ${quoted(names.study(studyId))} (protocol SHA-256 ${protocolSha256}).`
        : `Made a copy of the study ${quoted(names.study(rehearsalOf))} for virtual readers.`,
  ),
  'study-lock': told(
    study.extend({ digest: text.optional() }),
    ({ studyId, digest }, names) =>
      `Locked the study ${quoted(names.study(studyId))}${digest === undefined ? '' : ` (digest ${digest})`}.`,
  ),
  'reader-codes': told(study.extend({ codes: z.array(text) }), ({ codes }) => {
    return `Made ${counted(codes.length, 'code')} for readers.`;
  }),
  'reader-name': told(study.extend({ code: text, isKept: z.boolean() }), ({ code, isKept }) =>
    isKept ? `Kept a name for the code ${code}.` : `Forgot the name that was kept for the code ${code}.`,
  ),
  'machine-test': told(
    study,
    ({ studyId }, names) =>
      `A program tried to tell the real tracings of ${quoted(names.study(studyId))} by what readers are sent.`,
  ),
  'study-export': told(
    study.extend({ reader: text.nullable(), bundleId: text }),
    ({ studyId, reader, bundleId }, names) =>
      `Made a sealed file of ${quoted(names.study(studyId))} for ${whom(reader)} (file ${bundleId}).`,
  ),
  'study-unseal': told(
    study.extend({ bundleId: text }),
    ({ studyId, bundleId }, names) =>
      `Made this workspace of the truth of ${quoted(names.study(studyId))} that was sealed in the file ${bundleId}.`,
  ),
  'session-collect': told(
    session.extend({ bundleId: text.optional(), unfinished: text.optional() }),
    ({ sessionId, bundleId, unfinished }, names) => {
      const from = `Took the session of ${quoted(names.reader(sessionId))} from ${bundleId === undefined ? 'a sealed file' : `the sealed file ${bundleId}`}`;
      return unfinished === undefined ? `${from}.` : `${from}, unfinished, because: ${unfinished}`;
    },
  ),
  'session-begin': told(
    session.extend({ studyId: text, reader: text, virtual: z.boolean() }),
    ({ studyId, virtual }, names) =>
      `${virtual ? 'A virtual reader began' : 'Began'} to read ${quoted(names.study(studyId))}.`,
  ),
  'session-page': told(
    session.extend({ said: z.object({ page: text }) }),
    ({ said }) => `Went on from the page “${said.page}”.`,
  ),
  'session-rekey': told(
    session.extend({ answers: z.int() }),
    ({ answers }) =>
      `The session got a new key after ${counted(answers, 'answer')}: its first was lost with the database.`,
  ),
  shown: told(session.extend({ trialId: text }), ({ trialId }) => `Was shown the trial ${trialId}.`),
  answer: told(
    session.extend({ position: z.int(), trialId: text }),
    ({ position, trialId }) => `Gave answer ${position + 1}, to the trial ${trialId}.`,
  ),
  'session-end': told(
    session.extend({ receipt: z.object({ answers: z.int() }) }),
    ({ receipt }) => `Finished, with ${counted(receipt.answers, 'answer')}; the receipt was signed.`,
  ),
  'session-withdraw': told(
    standing,
    ({ sessionId, reason }, names) => `Withdrew the session of ${quoted(names.reader(sessionId))}, because: ${reason}`,
  ),
  'session-reinstate': told(
    standing,
    ({ sessionId, reason }, names) =>
      `Reinstated the session of ${quoted(names.reader(sessionId))}, because: ${reason}`,
  ),
  'reader-withdraw': told(
    readerStanding,
    ({ reader, reason }) =>
      `Withdrew ${quoted(reader)}, who was sent a sealed file and had not begun, because: ${reason}`,
  ),
  'reader-reinstate': told(
    readerStanding,
    ({ reader, reason }) => `Reinstated ${quoted(reader)}, who was sent a sealed file, because: ${reason}`,
  ),
  'results-open': told(
    study.extend({
      early: z.object({ by: text, reason: text, outstanding: z.array(z.object({ reader: text })) }).nullable(),
    }),
    ({ studyId, early }, names) => {
      const what = `The results of ${quoted(names.study(studyId))} were opened`;
      if (early === null) return `${what}, when nobody was waited for any more.`;
      const waited = early.outstanding.map(({ reader }) => quoted(reader)).join(', ');
      return `${what} early by ${early.by}, with ${waited} outstanding, because: ${early.reason}`;
    },
  ),
  replay: told(
    study.extend({ reader: text }),
    ({ studyId, reader }, names) =>
      `Opened the replay of ${quoted(reader)} in ${quoted(names.study(studyId))}: own answers, with the truth.`,
  ),
  export: told(
    z.object({ studyId: text.nullable(), what: text }),
    ({ studyId, what }, names) =>
      `Exported ${exported(what)} of ${studyId === null ? 'the workspace' : quoted(names.study(studyId))}.`,
  ),
};

/** 'summary-csv' as 'the table “summary” as CSV'; what later versions export, by its name. */
function exported(what: string): string {
  if (what === 'pack') return 'the pack for a paper';
  if (what === 'json' || what === 'sqlite') return `all tables as ${what === 'json' ? 'JSON' : 'SQLite'}`;
  return what.endsWith('-csv') ? `the table ${quoted(what.slice(0, -'-csv'.length))} as CSV` : what;
}

/** What an entry says, in one sentence. */
export function auditSentence(action: string, details: unknown, names: AuditNames): string {
  const tell = Object.hasOwn(SENTENCES, action) ? SENTENCES[action] : undefined;
  return tell?.(details, names) ?? `An entry “${action}” that this version of Equipoise cannot read.`;
}
