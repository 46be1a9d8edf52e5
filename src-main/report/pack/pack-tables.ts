import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { exportedFields } from '../../../src-shared/study/export-fields.ts';
import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import { QUESTIONS } from '../../../src-shared/questions/index.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES } from '../../../src-shared/study/result-tables.ts';
import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { toCsv } from '../csv.ts';
import type { PackedFile } from './zip.ts';

const text = (name: string, description: string) => ({ name, type: 'text', description }) as const;

/** What the questions mean, for a script that knows none: an answer a row. */
const QUESTION_COLUMNS = [
  text('question', 'Id of the question.'),
  text('analysis', 'How its answers are summarised.'),
  { name: 'chance', type: 'number', nullable: true, description: 'Share of right answers by guessing; empty if none.' },
  { name: 'tracings', type: 'integer', description: 'How many tracings it is about.' },
  text('answer', 'Id of the answer.'),
  {
    name: 'tracing',
    type: 'integer',
    nullable: true,
    description: 'The tracing that it stands for: 0 upper, 1 lower.',
  },
  { name: 'detects', type: 'integer', description: '1 if it says that what is asked for is there.' },
] as const satisfies readonly FieldDeclaration[];

const DESIGN_COLUMNS = [
  text('task', 'Id of the task in the protocol.'),
  text('arm', 'Name of the arm in the protocol.'),
  { name: 'planned', type: 'integer', description: 'Main trials of the arm in a round.' },
] as const satisfies readonly FieldDeclaration[];

const DICTIONARY_COLUMNS = ['table', 'field', 'type', 'unit', 'may_be_missing', 'values', 'meaning'].map((name) =>
  text(name, ''),
);

export interface StudyFacts {
  title: string;
  study_id: string;
  protocol_hash: string;
  commitment: string | null;
  locked_at: string | null;
  similarity_margin: number;
  rehearsal: 0 | 1;
  program_version: string;
}

/** The tables that a script needs besides the results: the study in one row, its arms, its questions, and every field. */
export function packTables(protocol: Protocol, study: StudyFacts): PackedFile[] {
  const columns = Object.keys(study).map((name) => text(name, ''));
  return [
    table('study', columns, [{ ...study }]),
    table('design', DESIGN_COLUMNS, designRows(protocol)),
    table('questions', QUESTION_COLUMNS, questionRows()),
    { path: 'data-dictionary.csv', text: toCsv(DICTIONARY_COLUMNS, dictionaryRows()) },
  ];
}

const table = (name: string, fields: readonly FieldDeclaration[], rows: Record<string, unknown>[]): PackedFile => ({
  path: `tables/${name}.csv`,
  text: toCsv(fields, rows),
});

function designRows(protocol: Protocol): Record<string, unknown>[] {
  const planned = plannedTrials(protocol);
  return protocol.tasks.flatMap(({ id: task, arms }) =>
    arms.map(({ name: arm }) => ({ task, arm, planned: planned.get(armKey(task, arm)) ?? 0 })),
  );
}

function questionRows(): Record<string, unknown>[] {
  return QUESTIONS.flatMap(({ id, analysis, tracings, answers, detects }) =>
    answers.map((answer) => ({
      ...{ question: id, analysis: analysis.id, chance: analysis.chance, tracings },
      ...{ answer: answer.id, tracing: answer.tracing },
      detects: detects.some((each) => each === answer.id) ? 1 : 0,
    })),
  );
}

function dictionaryRows(): Record<string, unknown>[] {
  return RESULT_TABLE_IDS.flatMap((id) =>
    exportedFields(id).map(({ name, type, unit, nullable, values, description }) => ({
      ...{ table: id, field: name, type, unit: unit ?? null, may_be_missing: nullable ? 'yes' : 'no' },
      values: values?.join(' ') ?? null,
      meaning: description,
    })),
  );
}

/** The result tables of a pack, by their ids. */
export const resultTableFile = (id: (typeof RESULT_TABLE_IDS)[number], rows: Record<string, unknown>[]): PackedFile =>
  table(id, exportedFields(id), rows);

/** What each table of a pack has a row for. */
export const TABLE_LINES: readonly string[] = RESULT_TABLE_IDS.map(
  (id) => `- \`tables/${id}.csv\`: one row for each ${RESULT_TABLES[id].oneFor}`,
);
