import { oc } from '@orpc/contract';
import { z } from 'zod';
import { rowSchemaOf } from '../tables/field-declaration.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES } from '../study/result-tables.ts';

const ofStudy = oc.input(z.object({ studyId: z.string() }));
const { responses, summary, arms, agreement } = RESULT_TABLES;

/** One table as CSV, or responses and summary as one JSON document. */
export const exportSchema = z.enum([...RESULT_TABLE_IDS.map((table) => `${table}-csv` as const), 'json']);
export type ResultExport = z.infer<typeof exportSchema>;

export const resultsContract = {
  responses: ofStudy.output(z.array(rowSchemaOf(responses.fields))),
  summary: ofStudy.output(z.array(rowSchemaOf(summary.fields))),
  arms: ofStudy.output(z.array(rowSchemaOf(arms.fields))),
  agreement: ofStudy.output(z.array(rowSchemaOf(agreement.fields))),
  /** The file's name and text. */
  export: oc
    .input(z.object({ studyId: z.string(), what: exportSchema }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
};
