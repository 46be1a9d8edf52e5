import type { QuestionId } from '../questions/index.ts';
import type { Side } from '../questions/side.ts';
import type { TrialKind } from './trial-kind.ts';

/** One presentation of a pair, with its truth; it never leaves the coordinator's side in this form. */
export interface Trial {
  /** Position in the order of presentation, from 0. */
  trialIndex: number;
  /** From 1. */
  round: number;
  kind: TrialKind;
  taskId: string;
  question: QuestionId;
  arm: string;
  /** Name of the record that the attacked tracing is of. */
  record: string;
  /** Name of the record that the original tracing is of, where that is another one; else null. */
  otherRecord: string | null;
  /** The side of the original tracing; a question about a single tracing shows the one of side 1. */
  realSide: Side;
}
