import { oc } from '@orpc/contract';
import { z } from 'zod';
import { textFileSchema } from './common.ts';
import { AUDIT_FIELDS } from '../study/audit-fields.ts';
import { rowSchemaOf } from '../tables/field-declaration.ts';

/** `studyId` null: everything in the workspace. `trials`: with every pair that was shown and every answer. */
const auditSelectionSchema = z.object({ studyId: z.string().nullable(), trials: z.boolean().default(false) });
export type AuditSelection = z.infer<typeof auditSelectionSchema>;

/** Who did what when, of a study or of the whole workspace. */
export const auditContract = {
  /** The newest entries before this one, newest first; `earlier`: where the next page goes on, null at the beginning. */
  page: oc
    .input(auditSelectionSchema.extend({ before: z.int().nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(rowSchemaOf(AUDIT_FIELDS)), earlier: z.int().nullable() })),
  /** All of it, in the order in which it happened; that it was exported goes into the audit. */
  export: oc.input(auditSelectionSchema.extend({ format: z.enum(['csv', 'json']) })).output(textFileSchema),
};
