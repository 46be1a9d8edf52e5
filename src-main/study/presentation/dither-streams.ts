import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Side } from '../../../src-shared/questions/side.ts';
import type { RandomGenerator } from '../../numeric/random.ts';
import { secretStream } from '../../numeric/secret-stream.ts';

/**
 * What the draws of a pair belong to: each tracing, wherever it stands, or in studies that were locked before that the
 * upper and the lower side, so that a pair with its sides swapped has other draws.
 */
export const ditherBySchema = z.enum(['side', 'tracing']);
export type DitherBy = z.infer<typeof ditherBySchema>;

interface DitheredPair {
  pairId: string;
  ditherBy: DitherBy;
  /** Where the original stands: 1 upper, 2 lower. */
  realSide: Side;
  /** The study's secret; undefined for studies that were locked before there was one. */
  secret: Uint8Array | undefined;
  /** SHA-256 of both stored signals, the original's first. */
  signals: readonly [string, string];
}

/**
 * The draws for the upper and the lower tracing of a pair: for a tracing the same whenever, to whomever and on whichever
 * side it is handed out, since an average over several draws would uncover what they hide. Without a secret they come
 * from the pair and from the stored signals, which a reader's window is never sent.
 */
export function ditherStreams({
  pairId,
  ditherBy,
  realSide,
  secret,
  signals,
}: DitheredPair): [RandomGenerator, RandomGenerator] {
  const hidden = secret ?? createHash('sha256').update(signals.join(' ')).digest();
  const tracings = realSide === 1 ? (['original', 'made'] as const) : (['made', 'original'] as const);
  const [upper, lower] = ditherBy === 'tracing' ? tracings : (['upper', 'lower'] as const);
  return [secretStream(hidden, `dither ${pairId} ${upper}`), secretStream(hidden, `dither ${pairId} ${lower}`)];
}
