import type { AttackNorm } from '../../../src-shared/attacks/fields.ts';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { between, gaussian } from '../../numeric/random.ts';
import { sumOfSquares } from '../../numeric/sums.ts';
import type { AttackBatch } from './batch.ts';
import { recordRandom } from '../../numeric/record-random.ts';

type StartOptions = Pick<OptionsOf<'pgd'>, 'epsilonUnits' | 'seed'> & { norm?: AttackNorm };

/**
 * δ₀ of each record, (batch · samples) ADC units: uniform in ±ε within the record and 0 in its
 * padding; in L2 a random direction of length ε. It depends only
 * on the seed, the restart and the record's own signal, so that it is the same in any batch.
 */
export function randomStart(batch: AttackBatch, options: StartOptions, restart: number): Float32Array {
  const { epsilonUnits, seed, norm } = options;
  const samples = batch.x[0]!.length;
  const start = new Float32Array(batch.x.length * samples);
  batch.x.forEach((x, i) => {
    const random = recordRandom(seed, x, restart);
    const range = batch.valid?.[i] ?? { start: 0, end: samples };
    const own = start.subarray(i * samples + range.start, i * samples + range.end);
    for (let k = 0; k < own.length; k++) {
      own[k] = norm === 'l2' ? gaussian(random) : between(random, -epsilonUnits, epsilonUnits);
    }
    if (norm !== 'l2') return;
    const scale = epsilonUnits / Math.sqrt(sumOfSquares(own));
    for (let k = 0; k < own.length; k++) own[k] = own[k]! * scale;
  });
  return start;
}
