import { oc } from '@orpc/contract';
import { z } from 'zod';
import { binaryFileSchema, textFileSchema } from './common.ts';
import { rowSchemaOf } from '../tables/field-declaration.ts';
import { replaySchema, replayTracingsSchema } from '../study/replay.ts';
import { reasonSchema } from './studies.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES } from '../study/result-tables.ts';

const ofStudy = oc.input(z.object({ studyId: z.string() }));
const { responses, summary, arms, agreement, sessions, machine, panel, thresholds } = RESULT_TABLES;

/** One table as CSV; or one JSON document of the study, its evidence, pairs, sessions, summary, machine table and responses. */
export const exportSchema = z.enum([...RESULT_TABLE_IDS.map((table) => `${table}-csv` as const), 'json']);
export type ResultExport = z.infer<typeof exportSchema>;

/** Whether the results of a study may be seen. */
const resultsGateSchema = z.object({
  isOpen: z.boolean(),
  /** Sealed files were made of the study, and nobody has opened its results yet: that takes the passphrase. */
  needsPassphrase: z.boolean(),
  /** Readers who began and have not finished. */
  outstanding: z.array(z.object({ reader: z.string(), answered: z.int(), total: z.int() })),
  /**
   * How they were opened while somebody was outstanding; null if they were not. `by`: account and door; null where it
   * was early only because a session that was withdrawn then was reinstated later.
   */
  early: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type ResultsGate = z.infer<typeof resultsGateSchema>;

/** Where the sides and the order of a study come from. */
const studySidesSchema = z.object({
  /** Null for a draft, and for a study that an older version locked. */
  commitment: z.string().nullable(),
  /** 32 bytes, hexadecimal; null until the results are open. */
  secret: z.string().nullable(),
  /** Whether sides and order, drawn again from the secret, are those that are stored; null where it is. */
  follow: z.boolean().nullable(),
  /** The same in one sentence. */
  statement: z.string(),
});
export type StudySides = z.infer<typeof studySidesSchema>;

/** What was checked before the results are told. */
export const studyEvidenceSchema = z.object({
  /** SHA-256 of everything that was locked; null for a study of a version that took none. */
  digest: z.string().nullable(),
  /** What the check says, in one sentence. */
  statement: z.string(),
  /** What was changed since the lock and the answers, a clause each; no table is told then. */
  problems: z.array(z.string()),
  sides: studySidesSchema,
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

const ofSession = oc.input(z.object({ studyId: z.string(), sessionId: z.string() }));
/** A figure of a study's results. */
const resultFigureSchema = z.object({
  /** The name of its files. */
  id: z.string(),
  title: z.string(),
  /** Its legend. */
  about: z.string(),
  /** A whole SVG, whose colours are tokens of the page, and the numbers that it shows; null where there are none. */
  drawn: z.object({ svg: z.string(), csv: z.string() }).nullable(),
  /** Why there are none. */
  empty: z.string(),
});
export type ResultFigure = z.infer<typeof resultFigureSchema>;

/**
 * What is keyed by answers or pairs is told by main only where the gate is open; until then all of it is 'refused', with
 * who is outstanding. What a program can tell of an arm gives no side away.
 */
export const resultsContract = {
  gate: ofStudy.output(resultsGateSchema),
  /**
   * Opens the results: for good while readers are outstanding, which takes a reason, and where sealed files were made with
   * the passphrase. Who did it, when and why is recorded.
   */
  open: oc
    .input(
      z.object({
        studyId: z.string(),
        reason: reasonSchema.nullable().default(null),
        passphrase: z.string().nullable().default(null),
      }),
    )
    .output(resultsGateSchema),
  /** Checks the study and says what was changed; the tables are checked in the same way, and refused if anything was. */
  evidence: ofStudy.output(studyEvidenceSchema),
  responses: ofStudy.output(z.array(rowSchemaOf(responses.fields))),
  summary: ofStudy.output(z.array(rowSchemaOf(summary.fields))),
  arms: ofStudy.output(z.array(rowSchemaOf(arms.fields))),
  panel: ofStudy.output(z.array(rowSchemaOf(panel.fields))),
  thresholds: ofStudy.output(z.array(rowSchemaOf(thresholds.fields))),
  sessions: ofStudy.output(z.array(rowSchemaOf(sessions.fields))),
  agreement: ofStudy.output(z.array(rowSchemaOf(agreement.fields))),
  /** What a program can tell of the pairs, which no reader is sent; empty until it was tried. */
  machine: ofStudy.output(z.array(rowSchemaOf(machine.fields))),
  figures: ofStudy.output(z.array(resultFigureSchema)),
  figurePdf: oc.input(z.object({ studyId: z.string(), id: z.string() })).output(binaryFileSchema),
  /** The file's name and text; `bom`: a CSV file begins with a byte order mark; `decimalComma`: it has 0,5 and semicolons. */
  export: oc
    .input(
      z.object({
        studyId: z.string(),
        what: exportSchema,
        bom: z.boolean().default(false),
        decimalComma: z.boolean().default(false),
      }),
    )
    .output(textFileSchema),
  /** All that a paper about the study needs, as one zip file. */
  pack: ofStudy.output(binaryFileSchema),
  /** What one reader answered, with the truth; recorded with the reader. */
  replay: ofSession.output(replaySchema),
  replayTracings: oc
    .input(z.object({ studyId: z.string(), sessionId: z.string(), trialId: z.string() }))
    .output(replayTracingsSchema),
  /** The same as one HTML page that can be sent to the reader. */
  replayPage: ofSession.output(textFileSchema),
  /** All tables as one SQLite file. */
  sqlite: ofStudy.output(binaryFileSchema),
};
