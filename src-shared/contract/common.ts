import { z } from 'zod';

export const pageSchema = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(100) });
export const jobStarted = z.object({ jobId: z.string() });
/** A text that is saved as a file. */
export const textFileSchema = z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() });
export type TextFile = z.infer<typeof textFileSchema>;
/** Any other file. */
export const binaryFileSchema = z.object({ fileName: z.string(), base64: z.base64() });
export type BinaryFile = z.infer<typeof binaryFileSchema>;
