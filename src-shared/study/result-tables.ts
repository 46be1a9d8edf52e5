import { AGREEMENT_FIELDS } from './agreement-fields.ts';
import { ARM_COMPARISON_FIELDS } from './arm-comparison-fields.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';
import { MACHINE_FIELDS } from './machine-fields.ts';
import { PANEL_FIELDS } from './panel-fields.ts';
import { RESULT_FIELDS } from './result-fields.ts';
import { SESSION_FIELDS } from './session-fields.ts';
import { SUMMARY_FIELDS } from './summary-fields.ts';
import { THRESHOLD_FIELDS } from './threshold-fields.ts';

/** The result tables of a study. `oneFor`: what a row is about, after "one row for each". */
export const RESULT_TABLES = {
  responses: { title: 'Responses', oneFor: 'response', fields: RESULT_FIELDS },
  summary: { title: 'Summary', oneFor: "reader's session and arm", fields: SUMMARY_FIELDS },
  arms: { title: 'Arms compared', oneFor: "reader's session and pair of arms", fields: ARM_COMPARISON_FIELDS },
  panel: { title: 'Over all readers', oneFor: 'arm and pair of arms, over all readers', fields: PANEL_FIELDS },
  thresholds: {
    title: 'Detection thresholds',
    oneFor: "reader's session and attack with three budgets or more",
    fields: THRESHOLD_FIELDS,
  },
  agreement: {
    title: 'Agreement of readers',
    oneFor: 'task and pair of readers, or reader with repeats',
    fields: AGREEMENT_FIELDS,
  },
  sessions: {
    title: 'Readers',
    oneFor: "reader's session, withdrawn ones too, and each reader who was sent a sealed file and has none",
    fields: SESSION_FIELDS,
  },
  machine: { title: 'What a program can tell', oneFor: 'arm and classifier', fields: MACHINE_FIELDS },
} as const satisfies Record<string, { title: string; oneFor: string; fields: readonly FieldDeclaration[] }>;

export type ResultTable = keyof typeof RESULT_TABLES;
/** Those that tell of answers or pairs, and stay closed until every reader has finished. */
export type GatedTable = Exclude<ResultTable, 'machine'>;
export type RowsOf<Table extends ResultTable> = RowOf<(typeof RESULT_TABLES)[Table]['fields']>[];
export const RESULT_TABLE_IDS = Object.keys(RESULT_TABLES) as [ResultTable, ...ResultTable[]];
