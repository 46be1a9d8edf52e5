import { generatorFor, type RandomGenerator } from './random.ts';
import { seeded } from './seeding.ts';

/**
 * The generator of one record: what is drawn for it depends on the seed, the path (restart, purpose …) and the
 * record's own samples x (n,), not on the records that share its batch, worker or run.
 */
export function recordRandom(seed: number, x: Float32Array, ...path: number[]): RandomGenerator {
  return generatorFor(seed, fingerprint(x), ...path);
}

/** The same by `seeded`, for what nothing stored depends on. */
export function seededByRecord(seed: number, x: Float32Array, ...path: number[]): RandomGenerator {
  return seeded(seed, fingerprint(x), ...path);
}

/** FNV-1a over the samples' bits, 32 bits. */
function fingerprint(x: Float32Array): number {
  const words = new Uint32Array(x.buffer, x.byteOffset, x.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ (word ^ (word >>> 16)), 0x01000193);
  return hash | 0;
}
