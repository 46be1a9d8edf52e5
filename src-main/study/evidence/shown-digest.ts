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
  tracings: readonly Int16Array[];
}

/**
 * Digests of tracings by the SHA-256 of their bytes, which is made thirty times as fast: the files of all readers show the
 * same ones.
 */
export type KnownTracings = Map<string, string>;

/** SHA-256 of it, hexadecimal. */
export function shownDigest({ tracings, ...shown }: Shown, known?: KnownTracings): string {
  const { id, position, taskId, question, upperId, lowerId, samplingHz, stepsPerMv } = shown;
  const facts = { id, position, taskId, question, upperId, lowerId, samplingHz, stepsPerMv };
  return sha256(canonicalJson({ ...facts, tracings: tracingsDigests(tracings, known) }));
}

/** SHA-256 of each tracing, as JSON. */
export function tracingsDigests(tracings: readonly Int16Array[], known: KnownTracings = new Map()): string[] {
  return tracings.map((positions) => {
    const bytes = sha256(positions);
    const digest = known.get(bytes) ?? sha256(JSON.stringify(Array.from(positions)));
    known.set(bytes, digest);
    return digest;
  });
}

const sha256 = (data: string | Int16Array): string => createHash('sha256').update(data).digest('hex');
