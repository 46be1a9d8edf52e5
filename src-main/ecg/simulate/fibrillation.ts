import type { Random } from '../../numeric/simulation-random.ts';
import type { Beat } from './beats.ts';
import { turnsOfBeats } from './beats.ts';
import { ecgsyn } from './ecgsyn.ts';
import { drawHeart, tWave } from './heart.ts';
import type { Grid, Tracing } from './tracing.ts';

const SHORTEST_S = 0.33;
const LONGEST_S = 1.9;

/** Atrial fibrillation: R-R intervals independent of each other, no P waves, fibrillatory waves of 4 to 9 Hz. */
export function fibrillation(random: Random, grid: Grid): Tracing {
  const heart = drawHeart(random, random.uniform(65, 130));
  const irregularity = random.uniform(0.18, 0.28);
  const beats: Beat[] = [];
  let atS = -3 + random.uniform(0, heart.meanRrS);
  while (atS < grid.durationS + 3) {
    const factor = Math.exp(irregularity * random.normal() - (irregularity * irregularity) / 2);
    const rrS = Math.min(LONGEST_S, Math.max(SHORTEST_S, heart.meanRrS * factor));
    atS += rrS;
    beats.push({ atS, waves: [...heart.qrs, ...tWave(heart, rrS)], isConducted: true });
  }
  const millivolts = ecgsyn({
    ...turnsOfBeats(beats),
    ...grid,
    baselineMv: 0.05,
    breathingHz: random.uniform(0.2, 0.3),
  });
  addFibrillatoryWaves(random, grid, millivolts);
  return { millivolts, beatSeconds: beats.map((beat) => beat.atS).filter((s) => s >= 0 && s < grid.durationS) };
}

/**
 * A sawtooth of three harmonics whose rate and height wander: Stridh and Sörnmo, IEEE Trans Biomed Eng 48 (2001) 105-111.
 * Its rate stays between 4 and 9 Hz.
 */
function addFibrillatoryWaves(random: Random, grid: Grid, millivolts: Float64Array): void {
  const meanHz = random.uniform(4.8, 8);
  const swingHz = random.uniform(0.2, 0.7);
  const swingRateHz = random.uniform(0.1, 0.4);
  const heightMv = random.uniform(0.04, 0.1);
  const heightRateHz = random.uniform(0.1, 0.3);
  const phases = [0, 1, 2, 3].map(() => random.uniform(0, 2 * Math.PI));
  const [phase = 0, swingPhase = 0, heightPhase = 0, secondPhase = 0] = phases;
  let angle = phase;
  for (let i = 0; i < millivolts.length; i++) {
    const timeS = i / grid.samplingHz;
    const swing = 0.7 * Math.sin(2 * Math.PI * swingRateHz * timeS + swingPhase);
    const irregular = 0.3 * Math.sin(2 * Math.PI * 2.3 * swingRateHz * timeS + secondPhase);
    angle += (2 * Math.PI * (meanHz + swingHz * (swing + irregular))) / grid.samplingHz;
    const height = heightMv * (1 + 0.4 * Math.sin(2 * Math.PI * heightRateHz * timeS + heightPhase));
    const saw = Math.sin(angle) + Math.sin(2 * angle) / 2 + Math.sin(3 * angle) / 3;
    millivolts[i] = (millivolts[i] ?? 0) + (height * saw) / 1.6;
  }
}
