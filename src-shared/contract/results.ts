import { oc } from '@orpc/contract';
import { z } from 'zod';
import { rowSchemaOf } from '../tables/field-declaration.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES } from '../study/result-tables.ts';

const ofStudy = oc.input(z.object({ studyId: z.string() }));
const { responses, summary, arms, agreement, sessions, machine } = RESULT_TABLES;

/** One table as CSV, or responses and summary as one JSON document. */
export const exportSchema = z.enum([...RESULT_TABLE_IDS.map((table) => `${table}-csv` as const), 'json']);
export type ResultExport = z.infer<typeof exportSchema>;

/** What was checked before the results are told. */
export const studyEvidenceSchema = z.object({
  /** SHA-256 of everything that was locked; null for a study of a version that took none. */
  digest: z.string().nullable(),
  /** What the check says, in one sentence. */
  statement: z.string(),
  /** What was changed since the lock and the answers, a clause each; no table is told then. */
  problems: z.array(z.string()),
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      reader: z.string(),
      virtual: z.boolean(),
      answers: z.int(),
      /** What the times of its answers say against them, a sentence each; empty if nothing. */
      notes: z.array(z.string()),
      /** False for sessions of versions that signed nothing. */
      signed: z.boolean(),
      publicKey: z.string().nullable(),
      /** Fingerprint, as the reader has it; null until the session is at its end. */
      receipt: z.string().nullable(),
      /** What the fingerprint is of: canonical JSON. */
      signedReceipt: z.string().nullable(),
    }),
  ),
});
export type StudyEvidence = z.infer<typeof studyEvidenceSchema>;

export const resultsContract = {
  /** Checks the study and says what was changed; the tables are checked in the same way, and refused if anything was. */
  evidence: ofStudy.output(studyEvidenceSchema),
  responses: ofStudy.output(z.array(rowSchemaOf(responses.fields))),
  summary: ofStudy.output(z.array(rowSchemaOf(summary.fields))),
  arms: ofStudy.output(z.array(rowSchemaOf(arms.fields))),
  agreement: ofStudy.output(z.array(rowSchemaOf(agreement.fields))),
  sessions: ofStudy.output(z.array(rowSchemaOf(sessions.fields))),
  /** What a program can tell of the pairs, which no reader is sent; empty until it was tried. */
  machine: ofStudy.output(z.array(rowSchemaOf(machine.fields))),
  /** The file's name and text. */
  export: oc
    .input(z.object({ studyId: z.string(), what: exportSchema }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
};
