import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';

/** Everything that a reader is shown of a trial, but for what the protocol says of its task. */
interface Shown {
  id: string;
  position: number;
  taskId: string;
  question: string;
  upperId: string;
  lowerId: string;
  samplingHz: number;
  stepsPerMv: number;
  /** Positions on the display's grid. */
  tracings: readonly ArrayLike<number>[];
}

/** SHA-256 of it, hexadecimal. */
export function shownDigest({ tracings, ...shown }: Shown): string {
  const { id, position, taskId, question, upperId, lowerId, samplingHz, stepsPerMv } = shown;
  const facts = { id, position, taskId, question, upperId, lowerId, samplingHz, stepsPerMv };
  return createHash('sha256')
    .update(canonicalJson({ ...facts, tracings: tracingsDigests(tracings) }))
    .digest('hex');
}

/** SHA-256 of each tracing. */
export function tracingsDigests(tracings: readonly ArrayLike<number>[]): string[] {
  return tracings.map((positions) =>
    createHash('sha256')
      .update(JSON.stringify(Array.from(positions)))
      .digest('hex'),
  );
}
