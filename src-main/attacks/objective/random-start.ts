import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { between } from '../../numeric/random.ts';
import type { AttackBatch } from './batch.ts';
import { recordRandom } from '../../numeric/record-random.ts';

type StartOptions = Pick<OptionsOf<'pgd'>, 'epsilonUnits' | 'seed'>;

/**
 * δ₀ of each record, (batch · samples) ADC units: uniform in ±ε within the record and 0 in its padding. It depends only
 * on the seed, the restart and the record's own signal, so that it is the same in any batch.
 */
export function randomStart(batch: AttackBatch, options: StartOptions, restart: number): Float32Array {
  const { epsilonUnits, seed } = options;
  const samples = batch.x[0]!.length;
  const start = new Float32Array(batch.x.length * samples);
  batch.x.forEach((x, i) => {
    const random = recordRandom(seed, x, restart);
    const range = batch.valid?.[i] ?? { start: 0, end: samples };
    for (let k = range.start; k < range.end; k++) {
      start[i * samples + k] = between(random, -epsilonUnits, epsilonUnits);
    }
  });
  return start;
}
