import { simulateTracing } from '../../ecg/simulate/simulate-records.ts';
import { createRandom } from '../../numeric/simulation-random.ts';
import { secretStream } from '../../numeric/secret-stream.ts';
import { between } from '../../numeric/random.ts';

const PRACTICE_S = 10;
/** As large as the perturbations of the paper, in ADC units of 1 µV. */
const AMPLITUDE_UNITS = 10;
const WAVES = 4;
/** Waves of attacks lie about here, cycles a second. */
const [LOWEST_HZ, HIGHEST_HZ] = [1, 15];

/**
 * A simulated ECG of normal rhythm and the same with smooth waves: what readers practise on, the same whenever it is
 * made from the same secret and pair. 300 Hz, 1000 units per mV.
 */
export function practicePair(secret: Uint8Array, pairId: string) {
  const random = secretStream(secret, `practice ${pairId}`);
  const { samples } = simulateTracing(createRandom(random.next() >>> 0), { label: 0, durationS: PRACTICE_S });
  const waves = Array.from({ length: WAVES }, () => ({
    paceHz: between(random, LOWEST_HZ, HIGHEST_HZ),
    phase: between(random, 0, 2 * Math.PI),
  }));
  const samplingHz = samples.length / PRACTICE_S;
  const changed = samples.map((sample, at) => {
    const sum = waves.reduce(
      (total, { paceHz, phase }) => total + Math.sin((2 * Math.PI * paceHz * at) / samplingHz + phase),
      0,
    );
    return sample + Math.round((AMPLITUDE_UNITS / WAVES) * sum);
  });
  return { original: samples, changed, samplingHz, unitsPerMv: 1000 };
}
