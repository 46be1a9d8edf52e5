import type { RecordId } from '../../../src-shared/record-id.ts';

/**
 * What a pair is of: a record and the example that an attack made of it, or a real record and a made one. Practice has
 * none of them, since its pairs are simulated.
 */
export interface PairParts {
  exampleId: number | null;
  /** The record of the original, where it is not that of the example (a foil). */
  otherRecordId: RecordId | null;
  /** The real record of a pair without an example. */
  recordId: RecordId | null;
  madeRecordId: RecordId | null;
}

/** The parts as columns of a row of this table. */
export const PART_COLUMNS = (table: string): string =>
  `${table}.example_id AS exampleId, ${table}.other_record_id AS otherRecordId, ${table}.record_id AS recordId,
   ${table}.made_record_id AS madeRecordId`;

/**
 * Joins of a row `t` with the parts of its pair: the example `e`, the record `r` of the pair, `o` of a foil's original, and
 * the made one `g`. Left joins: a pair that has lost a part is to be named, not left out.
 */
export const JOIN_PARTS = `
  LEFT JOIN examples e ON e.id = t.example_id
  LEFT JOIN records r ON r.id = coalesce(e.record_id, t.record_id)
  LEFT JOIN records o ON o.id = t.other_record_id
  LEFT JOIN records g ON g.id = t.made_record_id`;
