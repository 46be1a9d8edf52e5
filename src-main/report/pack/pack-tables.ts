import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import { QUESTIONS } from '../../../src-shared/questions/index.ts';
import { RESULT_TABLE_IDS, RESULT_TABLES } from '../../../src-shared/study/result-tables.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import type { FieldDeclaration, RowOf } from '../../../src-shared/tables/field-declaration.ts';
import { csvParts } from '../csv.ts';
import type { PackedBytes } from './zip.ts';

const text = <const Name extends string>(name: Name, description: string) =>
  ({ name, type: 'text', description }) as const;

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

const DICTIONARY_COLUMNS = [
  text('table', 'Name of the table.'),
  text('field', 'Name of the column.'),
  text('type', 'text, integer, number, or timestamp: ISO 8601 in UTC with milliseconds.'),
  { ...text('unit', 'Unit of its numbers; empty if they have none.'), nullable: true },
  text('may_be_missing', 'yes or no.'),
  { ...text('values', 'Every value that occurs, if they are few.'), nullable: true },
  text('meaning', 'What it means.'),
] as const satisfies readonly FieldDeclaration[];

/** The study in one row. */
const STUDY_FACTS = [
  text('title', 'Title of the study, as in its protocol.'),
  text('study_id', 'Identity of the study in its workspace.'),
  text('protocol_hash', 'SHA-256 of the protocol, hexadecimal.'),
  {
    ...text('commitment', 'Commitment to the secret of sides and order; empty for one of an older version.'),
    nullable: true,
  },
  { name: 'locked_at', type: 'timestamp', nullable: true, description: 'When it was locked.' },
  { name: 'similarity_margin', type: 'number', description: "The protocol's margin of the similarity test." },
  { name: 'rehearsal', type: 'integer', values: [0, 1], description: '1 for a copy that virtual readers answered.' },
  text('program_version', 'Version of Equipoise that wrote these tables.'),
] as const satisfies readonly FieldDeclaration[];

export type StudyFacts = RowOf<typeof STUDY_FACTS>;

/** The tables that a script needs besides the results: the study in one row, its arms, and its questions. */
export const studyTables = (protocol: Protocol, study: StudyFacts): ExportedTable[] => [
  { name: 'study', fields: STUDY_FACTS, rows: [study] },
  { name: 'design', fields: DESIGN_COLUMNS, rows: designRows(protocol) },
  { name: 'questions', fields: QUESTION_COLUMNS, rows: questionRows() },
];

/** What every column of these tables means, a row each. */
export const dictionaryOf = (tables: readonly ExportedTable[]): ExportedTable => ({
  name: 'data_dictionary',
  fields: DICTIONARY_COLUMNS,
  rows: tables.flatMap(({ name, fields }) => fields.map((field) => dictionaryRow(name, field))),
});

const dictionaryRow = (table: string, { name, type, unit, nullable, values, description }: FieldDeclaration) => ({
  ...{ table, field: name, type, unit: unit ?? null, may_be_missing: nullable ? 'yes' : 'no' },
  values: values?.join(' ') ?? null,
  meaning: description,
});

/** Yields in between. */
export function* csvFile(
  { name, fields, rows }: ExportedTable,
  path = `tables/${name}.csv`,
): Generator<void, PackedBytes> {
  return { path, parts: yield* csvParts(fields, rows) };
}

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

/** What each table of a pack has a row for. */
export const TABLE_LINES: readonly string[] = RESULT_TABLE_IDS.map(
  (id) => `- \`tables/${id}.csv\`: one row for each ${RESULT_TABLES[id].oneFor}`,
);
