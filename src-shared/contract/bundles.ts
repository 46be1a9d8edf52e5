import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { reasonSchema } from './studies.ts';

const readSchema = z.array(z.object({ reader: z.string(), answers: z.int() }));

/** The one thing that is wrong with a file that is still to be read. */
export const NOBODY_BEGAN = 'nobody has begun to read it';

/** What became of a file that came back. */
const collectedFileSchema = z.object({
  /** As it was named. */
  file: z.string(),
  /** Title of the study of this workspace that it is of; null where it is of none. */
  study: z.string().nullable(),
  /** As clauses; nothing was taken from a file that has one. */
  problems: z.array(z.string()),
  /** Readers whose sessions were added, with the number of their answers. */
  added: readSchema,
  /** Readers whose sessions the study had from an unfinished file; their number of further answers. */
  continued: readSchema,
  /** Readers whose sessions the study had already, just as they are in the file. */
  known: readSchema,
  /** Readers who have not finished. Of a file that has no other problem, a reason takes it all the same. */
  unfinished: readSchema,
});
export type CollectedFile = z.infer<typeof collectedFileSchema>;

/** A file of the machine that main runs on, or one that was sent in pieces before. */
const placeSchema = z.union([z.strictObject({ path: z.string().min(1) }), z.strictObject({ uploadId: z.string() })]);

/** `unfinished`: why it is taken, should it not be finished; null if it is to be refused then. */
const returnedFileSchema = z.object({ at: placeSchema, unfinished: reasonSchema.nullable() });
export type ReturnedFile = z.infer<typeof returnedFileSchema>;

/** Of a file that is sent: as base64 it fits into a message of the web host. */
export const UPLOAD_PIECE_BYTES = 512 * 1024;
const MAX_PIECE_CHARACTERS = Math.ceil(UPLOAD_PIECE_BYTES / 3) * 4;

const exportRequestSchema = z.object({
  studyId: z.string(),
  /** Of the machine that main runs on. */
  folder: z.string().trim().min(1),
  /** One file for each; null: for any reader. */
  readers: z.array(z.string().nullable()).min(1).max(1000),
  /** Makes the key where there is none; else needed for the recovery sheet alone. */
  passphrase: z.string().nullable(),
  /** A file to write the page to; null: none. */
  recoverySheet: z.string().trim().min(1).nullable(),
});
export type BundleExport = z.infer<typeof exportRequestSchema>;

/** Sealed files that travel to readers and come back. */
export const bundlesContract = {
  /** Whether the key exists that the files are sealed to. */
  key: oc.output(z.object({ exists: z.boolean() })),
  /** Each file as soon as it was made. */
  export: oc
    .input(exportRequestSchema)
    .output(eventIterator(z.object({ path: z.string(), reader: z.string().nullable() }))),
  /** Opens the reading of a file, in a program of its own; only the desktop program can. */
  read: oc.input(z.object({ path: z.string().endsWith('.equipoise') })).output(z.object({})),
  /** The next piece of a file that a window has, base64; the first one has no id yet. */
  upload: oc
    .input(
      z.object({
        uploadId: z.string().nullable(),
        name: z.string().max(255),
        piece: z.base64().max(MAX_PIECE_CHARACTERS),
      }),
    )
    .output(z.object({ uploadId: z.string() })),
  /**
   * Takes files that came back, each as soon as it was checked, in their order; without a study, each into its own. What
   * was sent in pieces is gone afterwards.
   */
  collect: oc
    .input(z.object({ studyId: z.string().nullable(), files: z.array(returnedFileSchema).min(1).max(1000) }))
    .output(eventIterator(collectedFileSchema)),
};
