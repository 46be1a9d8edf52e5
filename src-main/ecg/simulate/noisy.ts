import type { Random } from '../../numeric/simulation-random.ts';
import { addElectrodeMotion, addMuscle, addWander } from './artefacts.ts';
import { fibrillation } from './fibrillation.ts';
import { normalRhythm } from './normal.ts';
import type { Grid, Tracing } from './tracing.ts';

/** Too noisy to be read: most of the time the heart is lost under electrode motion, muscle and wander. */
export function noisyTracing(random: Random, grid: Grid): Tracing {
  const { millivolts, beatSeconds } = random.chance(0.7) ? normalRhythm(random, grid) : fibrillation(random, grid);
  const contact = contactOverTime(random, grid);
  const muscle = new Float64Array(millivolts.length);
  for (let i = 0; i < millivolts.length; i++) {
    const good = contact[i] ?? 0;
    millivolts[i] = (millivolts[i] ?? 0) * good;
    muscle[i] = 1.1 - good;
  }
  addWander(random, grid, millivolts, random.uniform(0.2, 0.9));
  addMuscle(random, millivolts, random.uniform(0.08, 0.45), muscle);
  addElectrodeMotion(random, grid, millivolts, random.uniform(0.4, 1.8));
  return { millivolts, beatSeconds };
}

/** How well the electrodes touch, 0 to 1: at most a third of the time well enough to see a QRS complex. */
function contactOverTime(random: Random, grid: Grid): Float64Array {
  const contact = new Float64Array(grid.sampleCount).fill(random.uniform(0, 0.12));
  const goodS = grid.durationS * random.uniform(0, 0.33);
  const from = random.uniform(0, grid.durationS - goodS);
  const edgeS = 0.4;
  for (let i = 0; i < contact.length; i++) {
    const timeS = i / grid.samplingHz;
    const inside = Math.min(timeS - from, from + goodS - timeS) / edgeS;
    contact[i] = Math.max(contact[i] ?? 0, Math.min(0.8, Math.max(0, inside)));
  }
  return contact;
}
