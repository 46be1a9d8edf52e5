import type { ExampleRow, ExampleSort } from '../../../src-shared/contract/attacks.ts';
import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { EXAMPLE_LABEL } from './example-columns.ts';
import { findNeighbours } from '../sqlite/neighbours.ts';

export interface ExampleFilter {
  runId: string;
  fooled?: boolean | undefined;
  label?: ClassIndex | undefined;
  /** Part of the record's name. */
  nameContains?: string | undefined;
}

export interface ExampleOrder {
  sort: ExampleSort;
  descending: boolean;
}

const LINF = `json_extract(e.metrics, '$.linfUv')`;
const RMS = `json_extract(e.metrics, '$.rmsUv')`;
const FROM = 'FROM examples e JOIN records r ON r.id = e.record_id';

const ORDER: Record<ExampleSort, string> = {
  record: 'r.name',
  label: EXAMPLE_LABEL,
  before: 'e.original_class',
  after: 'e.adversarial_class',
  // Fooled, not fooled, misclassified before.
  outcome: 'CASE WHEN e.fooled THEN 0 WHEN e.originally_correct THEN 1 ELSE 2 END',
  linf: LINF,
  rms: RMS,
};

/** Equal ones by the names of their records. */
const orderBy = ({ sort, descending }: ExampleOrder): string => `${ORDER[sort]} ${descending ? 'DESC' : 'ASC'}, r.name`;

/** The examples of a run that pass the filter, from `offset` on. */
export function pageExamples(
  db: ReadableDB,
  filter: ExampleFilter,
  order: ExampleOrder,
  page: { offset: number; limit: number },
): { total: number; rows: ExampleRow[] } {
  const { clause, values } = where(filter);
  const total = db.prepare<unknown[], number>(`SELECT count(*) ${FROM} ${clause}`).pluck().get(values) ?? 0;
  const rows = db
    .prepare<unknown[], RawRow>(
      `SELECT e.id, r.name AS record, ${EXAMPLE_LABEL} AS label, e.original_class AS originalClass,
         e.adversarial_class AS adversarialClass, e.originally_correct AS originallyCorrect, e.fooled,
         ${LINF} AS linfUv, ${RMS} AS rmsUv, e.noise_fooled AS noiseFooled, e.queries,
         e.starts, e.kept_start AS keptStart
       ${FROM} ${clause} ORDER BY ${orderBy(order)} LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, ...page });
  return { total, rows: rows.map(parse) };
}

/** Where an example is in that list. */
export function exampleNeighbours(
  db: ReadableDB,
  filter: ExampleFilter,
  order: ExampleOrder,
  id: number,
): Neighbours | null {
  const { clause, values } = where(filter);
  return findNeighbours(db, { id: 'e.id', from: `${FROM} ${clause}`, order: orderBy(order), values }, id);
}

type Bit = 0 | 1;
type RawRow = Omit<ExampleRow, 'originallyCorrect' | 'fooled' | 'noiseFooled'> & {
  originallyCorrect: Bit;
  fooled: Bit;
  noiseFooled: Bit | null;
};

function parse(row: RawRow): ExampleRow {
  return {
    ...row,
    originallyCorrect: row.originallyCorrect === 1,
    fooled: row.fooled === 1,
    noiseFooled: row.noiseFooled === null ? null : row.noiseFooled === 1,
  };
}

function where({ runId, fooled, label, nameContains }: ExampleFilter): {
  clause: string;
  values: Record<string, unknown>;
} {
  const parts = ['e.run_id = @runId'];
  if (fooled !== undefined) parts.push('e.fooled = @fooled');
  if (label !== undefined) parts.push(`${EXAMPLE_LABEL} = @label`);
  if (nameContains) parts.push('instr(lower(r.name), lower(@nameContains)) > 0');
  return {
    clause: `WHERE ${parts.join(' AND ')}`,
    values: { runId, label, nameContains, fooled: Number(fooled ?? false) },
  };
}
