import { createHash } from 'node:crypto';
import type { RandomGenerator } from '../../numeric/random.ts';
import { secretStream } from '../../numeric/secret-stream.ts';

interface DitheredPair {
  pairId: string;
  /** The study's secret; undefined for studies that were locked before there was one. */
  secret: Uint8Array | undefined;
  /** SHA-256 of both stored signals, the original's first. */
  signals: readonly [string, string];
}

/**
 * The draws for the upper and the lower tracing of a pair: the same whenever and to whomever it is handed out, since an
 * average over several draws would uncover what they hide. Without a secret they come from the pair and from the stored signals,
 * which a reader's window is never sent.
 */
export function ditherStreams({ pairId, secret, signals }: DitheredPair): [RandomGenerator, RandomGenerator] {
  const hidden = secret ?? createHash('sha256').update(signals.join(' ')).digest();
  return [secretStream(hidden, `dither ${pairId} upper`), secretStream(hidden, `dither ${pairId} lower`)];
}
