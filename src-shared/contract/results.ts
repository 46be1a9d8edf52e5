import { oc } from '@orpc/contract';
import { z } from 'zod';

const cell = z.union([z.string(), z.number(), z.null()]);
/** Rows by the names that src-shared/result-fields.ts declares. */
const resultTableSchema = z.array(z.record(z.string(), cell));

export const resultsContract = {
  table: oc.input(z.object({ studyId: z.string() })).output(resultTableSchema),
  summary: oc.input(z.object({ studyId: z.string() })).output(resultTableSchema),
  /** The file's name and text: the responses as CSV, the summary as CSV, or both as one JSON document. */
  export: oc
    .input(z.object({ studyId: z.string(), what: z.enum(['responses-csv', 'summary-csv', 'json']) }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
};
