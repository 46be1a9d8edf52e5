import { createHash, createHmac } from 'node:crypto';
import type { RandomGenerator } from '../../numeric/random.ts';
import { keyStream } from '../../numeric/key-stream.ts';

interface DitheredTrial {
  trialId: string;
  /** The study's secret; undefined for studies that were locked before there was one. */
  secret: Uint8Array | undefined;
  /** SHA-256 of both stored signals, the original's first. */
  signals: readonly [string, string];
}

/**
 * The draws for the upper and the lower tracing of a trial: the same whenever it is handed out, since an average over
 * several draws would uncover what they hide. Without a secret they come from the trial and from the stored signals,
 * which a reader's window is never sent.
 */
export function ditherStreams({ trialId, secret, signals }: DitheredTrial): [RandomGenerator, RandomGenerator] {
  const key = secret ?? createHash('sha256').update(signals.join(' ')).digest();
  const streamOf = (side: string): RandomGenerator =>
    keyStream(createHmac('sha256', key).update(`equipoise dither ${trialId} ${side}`).digest());
  return [streamOf('upper'), streamOf('lower')];
}
