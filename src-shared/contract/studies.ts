import { classListSchema } from '../class-list.ts';
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { isPlainName, NAME_RULE } from '../names/name.ts';
import { followRowSchema } from '../study/follow.ts';
import { namedCodeSchema } from '../study/reader-names.ts';
import { protocolSchema } from '../study/protocol.ts';
import { REHEARSED_KINDS } from '../study/virtual-readers.ts';
import { perturbationSizeSchema } from '../study/visibility-budget.ts';
import { binaryFileSchema, jobStarted, textFileSchema } from './common.ts';
import { pairsFileSchema } from './pairs-file.ts';
import { SHEET_FORMS, sheetSchema } from './sheet.ts';

/** A session that a coordinator withdrew counts neither as outstanding nor in any result; nothing of it is deleted. */
const withdrawalSchema = z.object({ at: z.string(), reason: z.string() });
export type Withdrawal = z.infer<typeof withdrawalSchema>;

/**
 * A reader whose file was taken before it was finished: their answers count, and nobody waits for the others. They go on
 * in a later file of the same session.
 */
const dropOutSchema = z.object({ at: z.string(), reason: z.string() });
export type DropOut = z.infer<typeof dropOutSchema>;

/** Why a coordinator decides something about a session: kept in the audit, and told with the results. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, { error: 'must say why' })
  .max(500)
  .refine(isPlainName, { error: `must ${NAME_RULE}` });

/** `reader`: a name, in any spelling of it, or the id of a session; also of one who was sent a file and has not begun. */
const standingRequestSchema = z.object({ studyId: z.string(), reader: z.string(), reason: reasonSchema });
export type StandingRequest = z.infer<typeof standingRequestSchema>;

const sessionSummarySchema = z.object({
  id: z.string(),
  reader: z.string(),
  virtual: z.boolean(),
  answered: z.int(),
  total: z.int(),
  startedAt: z.string(),
  completedAt: z.string().nullable(),
  withdrawn: withdrawalSchema.nullable(),
  droppedOut: dropOutSchema.nullable(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

export const studySummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['draft', 'locked']),
  createdAt: z.string(),
  lockedAt: z.string().nullable(),
  trials: z.int(),
  protocol: protocolSchema,
  protocolSha256: z.string(),
  /**
   * Commitment to the secret that sides and order were drawn from; null for a draft, which has none yet, and for a study
   * that an older version locked: there they follow from the protocol's seed.
   */
  commitment: z.string().nullable(),
  /** Id of the study that virtual readers rehearse on this copy; null for one that people read. */
  rehearsalOf: z.string().nullable(),
  /** What its pairs were made of, by the names of today; null where it is gone, and for a gain that records do not share. */
  madeFrom: z.object({
    dataset: z.string().nullable(),
    /** The classes of that dataset, of which the protocol names codes. */
    classList: classListSchema.readonly(),
    /** Where the made records of its pairs of two records come from; empty where attacks made all. */
    madeDatasets: z.array(z.string()),
    model: z.string().nullable(),
    /** The classes of that model. */
    modelClasses: classListSchema.readonly(),
    unitsPerMv: z.number().nullable(),
  }),
  sessions: z.array(sessionSummarySchema),
  /** What the coordinator gives to readers; empty for a draft, and where whoever gives a name may read. */
  codes: z.array(z.string()),
  /**
   * Sealed files that were made of it, the first one first; `reader` null: for any. `withdrawn`: the reader was before
   * they began, and nobody waits for the file.
   */
  sealed: z.array(z.object({ reader: z.string().nullable(), at: z.string(), withdrawn: withdrawalSchema.nullable() })),
  /** What the lock measured of the pairs, in sentences; empty for a draft. */
  leakNotes: z.array(z.string()),
});
export type StudySummary = z.infer<typeof studySummarySchema>;

const ofSheet = oc.input(z.object({ studyId: z.string(), form: z.enum(SHEET_FORMS) }));

export const studiesContract = {
  list: oc.output(z.array(studySummarySchema)),
  /** The protocols that ship with the program. */
  templates: oc.output(z.array(z.object({ name: z.string(), protocol: protocolSchema }))),
  /** Chooses the pairs by protocol, dataset and model; missing examples are made first (a job). */
  create: oc
    .input(
      z.object({
        protocol: protocolSchema,
        datasetId: z.string(),
        /** Null where no arm has an attack. */
        modelId: z.string().nullable(),
        /** A CSV file for arms that list their pairs. */
        pairs: pairsFileSchema.optional(),
      }),
    )
    .output(jobStarted),
  /** Locked when it answers; then a program is tried on the pairs in the background. */
  lock: oc.input(z.object({ studyId: z.string() })).output(studySummarySchema),
  /** Lets a program tell the real tracings of a locked study by what readers are sent (a job). */
  tryMachine: oc.input(z.object({ studyId: z.string() })).output(jobStarted),
  /** The protocol as a page to print, or as forms of preregistration ask for it. */
  sheet: ofSheet.output(sheetSchema),
  /** The same as a PDF. */
  sheetPdf: ofSheet.output(binaryFileSchema),
  /** How large the perturbations of its pairs are, arm by arm: what a display can show of them follows. */
  perturbations: oc.input(z.object({ studyId: z.string() })).output(z.array(perturbationSizeSchema)),
  /** How its readers are getting on; nothing of it tells which tracing is real. */
  follow: oc.input(z.object({ studyId: z.string() })).output(z.array(followRowSchema)),
  /** Whose code is whose: a list that the coordinator keeps in the workspace, and that is part of nothing else. */
  readerNames: oc.input(z.object({ studyId: z.string() })).output(z.array(namedCodeSchema)),
  /** Keeps a name for a code, or forgets it (null): the list as it is then. */
  nameReader: oc.input(namedCodeSchema.extend({ studyId: z.string() })).output(z.array(namedCodeSchema)),
  /** The list as a CSV file. */
  readerNamesFile: oc.input(z.object({ studyId: z.string() })).output(textFileSchema),
  /** A session that was begun by mistake counts no more, or counts again: the study as it is then. */
  withdraw: oc.input(standingRequestSchema).output(studySummarySchema),
  reinstate: oc.input(standingRequestSchema).output(studySummarySchema),
  /** Virtual readers go through a copy of the study, which is made by the first rehearsal (a job). */
  rehearse: oc
    .input(
      z.object({
        studyId: z.string(),
        readers: z.int().min(1).max(50),
        probabilityRight: z.number().min(0).max(1),
        kind: z.enum(REHEARSED_KINDS).default('steady'),
        seed: z.int().default(1),
      }),
    )
    .output(jobStarted),
};
