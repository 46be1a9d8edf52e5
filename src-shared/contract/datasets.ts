import { recordIdSchema } from '../record-id.ts';
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { samplesSchema } from './samples.ts';
import { neighboursOf } from './neighbours.ts';
import { classListSchema } from '../class-list.ts';
import { classIndexSchema, splitSchema } from '../ecg.ts';
import { jobStarted, pageSchema } from './common.ts';
import { lookedAtDatasetSchema } from '../datasets/looked-at-dataset.ts';
import { readingOptionsSchema } from '../datasets/reading-options.ts';
import { recordFormSchema } from '../datasets/record-form.ts';
import { nameSchema } from '../names/name.ts';

export const datasetSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The file or folder that it came from, or how it was simulated. */
  source: z.string(),
  labels: z.string(),
  createdAt: z.string(),
  records: z.int(),
  /** What the labels of its records are positions in, and the records of each class. */
  classes: classListSchema,
  classCounts: z.array(z.int()),
  splitCounts: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  skipped: z.array(z.object({ record: z.string(), reason: z.string() })),
  /** What the newest import chose on its own, in sentences: which labels file, which of several signals. */
  notes: z.array(z.string()),
  /** What the person who imported decided about reading. */
  reading: readingOptionsSchema,
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

/** What can be imported, in words for people. */
const importableSchema = z.object({
  /** `recordFiles` are the files by which people recognise the format. */
  formats: z.array(z.object({ name: z.string(), recordFiles: z.string() })),
  /**
   * Kinds of label files; `fileNames` are the names of such files within a dataset, empty if they are given in addition to one.
   */
  labels: z.array(z.object({ name: z.string(), fileNames: z.array(z.string()) })),
});
export type Importable = z.infer<typeof importableSchema>;

const recordRowSchema = z.object({
  id: recordIdSchema,
  name: z.string(),
  label: classIndexSchema,
  split: splitSchema,
  /** As the file names it; null where that was not kept. */
  lead: z.string().nullable(),
  /** All its leads where others are stored beside that one; else none. */
  leads: z.array(z.string()),
  samplingHz: z.number(),
  unitsPerMv: z.number(),
  durationS: z.number(),
});
export type RecordRow = z.infer<typeof recordRowSchema>;

const recordFilterSchema = z.object({
  datasetId: z.string(),
  split: splitSchema.optional(),
  label: classIndexSchema.optional(),
  nameContains: z.string().max(100).optional(),
});

/** A long record is sent in pieces: 100 seconds at 300 Hz, which main reads and writes in a moment. */
export const RECORD_PIECE_SAMPLES = 30_000;

/** Seconds of each lead that are sent at once, where a record is shown with all of them. */
export const LEADS_PIECE_S = 10;

export const datasetsContract = {
  list: oc.output(z.array(datasetSummarySchema)),
  records: oc
    .input(recordFilterSchema.extend(pageSchema.shape))
    .output(z.object({ total: z.int(), rows: z.array(recordRowSchema) })),
  /** One tracing: `samples` are ADC units, at most RECORD_PIECE_SAMPLES of them; `durationS` is that of the whole. */
  record: oc
    .input(z.object({ recordId: recordIdSchema, fromSample: z.int().nonnegative().default(0) }))
    .output(recordRowSchema.extend({ samples: samplesSchema, sha256: z.string() })),
  /**
   * Every lead of a record that is stored: `samples` are ADC units, of LEADS_PIECE_S seconds and at most RECORD_PIECE_SAMPLES.
   */
  leads: oc
    .input(z.object({ recordId: recordIdSchema, fromSample: z.int().nonnegative().default(0) }))
    .output(
      z.array(z.object({ lead: z.string(), samplingHz: z.number(), unitsPerMv: z.number(), samples: samplesSchema })),
    ),
  /** Where a record is among those that pass the filter; null if it does not. */
  neighbours: oc
    .input(z.object({ recordId: recordIdSchema, filter: recordFilterSchema }))
    .output(neighboursOf(recordIdSchema).nullable()),
  importable: oc.output(importableSchema),
  /** What an import would find, and what it would have to be told. */
  lookAt: oc
    .input(z.object({ path: z.string().min(1), labelsPath: z.string().optional(), ...readingOptionsSchema.shape }))
    .output(lookedAtDatasetSchema),
  import: oc
    .input(
      z.object({
        path: z.string().min(1),
        name: nameSchema().optional(),
        labelsPath: z.string().optional(),
        permutationPath: z.string().optional(),
        splitSeed: z.int().optional(),
        ...readingOptionsSchema.shape,
      }),
    )
    .output(jobStarted),
  /** Resamples and rescales its records into a dataset of its own. */
  convert: oc
    .input(recordFormSchema.extend({ datasetId: z.string(), name: nameSchema().optional() }))
    .output(jobStarted),
  simulate: oc
    .input(
      z.object({
        records: z.int().min(4).max(100_000),
        seed: z.int(),
        durationS: z.number().min(9).max(600).optional(),
        name: nameSchema().optional(),
      }),
    )
    .output(jobStarted),
};
