import type { Random } from '../../numeric/simulation-random.ts';
import type { Beat, Wave } from './beats.ts';
import { turnsOfBeats } from './beats.ts';
import { ecgsyn } from './ecgsyn.ts';
import type { Heart } from './heart.ts';
import { drawHeart, pWave, sinusBeat, tWave } from './heart.ts';
import { sinusRr } from './rr-intervals.ts';
import type { Grid, Tracing } from './tracing.ts';

/** The rhythms that make up the class Other here, and how many records in ten have each. */
const RHYTHMS = [
  { beats: ventricularEctopy, share: 4 },
  { beats: atrialEctopy, share: 3 },
  { beats: bundleBranchBlock, share: 1.5 },
  { beats: wenckebach, share: 0.75 },
  { beats: mobitzTwo, share: 0.75 },
];
const BEFORE_S = 4;
const AFTER_S = 3;

/** Ectopic beats, bundle branch block or atrioventricular block on top of a sinus rhythm. */
export function otherRhythm(random: Random, grid: Grid): Tracing {
  let pick = random.uniform(
    0,
    RHYTHMS.reduce((sum, { share }) => sum + share, 0),
  );
  const rhythm = RHYTHMS.find(({ share }) => (pick -= share) < 0) ?? RHYTHMS[0];
  const beats = (rhythm?.beats ?? ventricularEctopy)(random, grid.durationS);
  const millivolts = ecgsyn({
    ...turnsOfBeats(beats),
    ...grid,
    baselineMv: 0.08,
    breathingHz: random.uniform(0.2, 0.3),
  });
  const heard = beats.filter(({ isConducted, atS }) => isConducted && atS >= 0 && atS < grid.durationS);
  return { millivolts, beatSeconds: heard.map((beat) => beat.atS) };
}

/**
 * Premature ventricular beats: early, without P, wide, T opposite, and a full compensatory pause after.
 * @internal Exported for its tests.
 */
export function ventricularEctopy(random: Random, durationS: number): Beat[] {
  const heart = drawHeart(random, random.uniform(55, 85));
  const rr = drawRr(random, heart);
  const [, r] = heart.qrs;
  const size = (r?.peakMv ?? 1) * random.uniform(0.9, 1.5) * (random.chance(0.65) ? 1 : -1);
  const width = random.uniform(0.026, 0.036);
  const ectopic: Wave[] = [
    { offsetS: -0.02, widthS: width * 0.8, peakMv: 0.75 * size },
    { offsetS: 0.025, widthS: width, peakMv: 0.6 * size },
    { offsetS: 0.1, widthS: 0.03, peakMv: -0.3 * size },
    { offsetS: 0.3, widthS: 0.065, peakMv: -0.45 * size },
  ];
  const coupling = random.uniform(0.52, 0.68);
  const burden = random.chance(0.2) ? 1 : random.uniform(0.12, 0.35);
  return sinusWith(random, durationS, rr, heart, (atS, rrS) => {
    // At a burden of 1 every second beat is ectopic: bigeminy.
    if (!random.chance(burden)) return undefined;
    const jitter = random.uniform(-0.02, 0.02);
    return { beat: { atS: atS + (coupling + jitter) * rrS, waves: ectopic, isConducted: true }, pauseS: 2 * rrS };
  });
}

/**
 * Premature atrial beats: early, a different P, the same QRS, and a pause that is not fully compensatory.
 * @internal Exported for its tests.
 */
export function atrialEctopy(random: Random, durationS: number): Beat[] {
  const heart = drawHeart(random, random.uniform(55, 85));
  const rr = drawRr(random, heart);
  const early: Heart = {
    ...heart,
    prS: heart.prS * random.uniform(0.75, 1.1),
    p: { ...heart.p, peakMv: heart.p.peakMv * (random.chance(0.4) ? -0.8 : 0.6) },
  };
  const burden = random.uniform(0.12, 0.35);
  return sinusWith(random, durationS, rr, heart, (atS, rrS) => {
    if (!random.chance(burden)) return undefined;
    const couplingS = random.uniform(0.58, 0.76) * rrS;
    const beat = { atS: atS + couplingS, waves: sinusBeat(early, couplingS), isConducted: true };
    return { beat, pauseS: couplingS + rrS * random.uniform(1.02, 1.15) };
  });
}

/**
 * Left (broad notched R, T opposite) or right (broad late S in lead I) bundle branch block.
 * @internal Exported for its tests.
 */
export function bundleBranchBlock(random: Random, durationS: number): Beat[] {
  const heart = drawHeart(random, random.uniform(55, 95));
  const rMv = heart.qrs[1]?.peakMv ?? 1;
  const left: Wave[] = [
    { offsetS: -0.012, widthS: 0.02, peakMv: 0.75 * rMv },
    { offsetS: 0.045, widthS: 0.022, peakMv: 0.8 * rMv },
  ];
  const right: Wave[] = [
    ...heart.qrs.slice(0, 2),
    { offsetS: 0.062, widthS: 0.024, peakMv: -rMv * random.uniform(0.35, 0.55) },
  ];
  const isLeft = random.chance(0.5);
  const blocked = { ...heart, qrs: isLeft ? left : right, tPeakMv: isLeft ? -0.8 * heart.tPeakMv : heart.tPeakMv };
  return sinusWith(random, durationS, drawRr(random, heart), blocked, () => undefined);
}

/**
 * Second-degree block, Mobitz I: P-R grows from beat to beat until a P wave is not followed by a QRS.
 * @internal Exported for its tests.
 */
export function wenckebach(random: Random, durationS: number): Beat[] {
  const heart = drawHeart(random, random.uniform(60, 85));
  return blockedBeats(random, durationS, heart, (position, cycle) => {
    if (position === cycle - 1) return undefined;
    return 0.18 + 0.16 * (1 - 1 / (1 + position)) + 0.02 * position;
  });
}

/**
 * Second-degree block, Mobitz II: P-R stays the same and beats are dropped.
 * @internal Exported for its tests.
 */
export function mobitzTwo(random: Random, durationS: number): Beat[] {
  const heart = drawHeart(random, random.uniform(65, 95));
  const prS = random.uniform(0.16, 0.22);
  return blockedBeats(random, durationS, heart, (position, cycle) => (position === cycle - 1 ? undefined : prS));
}

/**
 * P waves in cycles of three to five; `prS` gives the P-R time of each position in the cycle, undefined for a dropped
 * beat.
 */
function blockedBeats(
  random: Random,
  durationS: number,
  heart: Heart,
  prS: (position: number, cycle: number) => number | undefined,
): Beat[] {
  const beats: Beat[] = [];
  const rr = drawRr(random, heart);
  let pS = -BEFORE_S;
  let lastR = pS - heart.meanRrS;
  let position = 0;
  let cycle = random.integer(3, 5);
  while (pS < durationS + AFTER_S) {
    const pr = prS(position, cycle);
    const atS = pS + (pr ?? heart.prS);
    const conducted = pr === undefined ? [] : [...heart.qrs, ...tWave(heart, atS - lastR)];
    beats.push({ atS, waves: [{ ...heart.p, offsetS: pS - atS }, ...conducted], isConducted: pr !== undefined });
    if (pr !== undefined) lastR = atS;
    pS += rr(pS);
    position += 1;
    if (position === cycle) {
      position = 0;
      cycle = random.integer(3, 5);
    }
  }
  return beats;
}

/** An early beat, and the time from the sinus beat before it to the next sinus beat. */
interface Extra {
  beat: Beat;
  pauseS: number;
}

/** Sinus beats; after each, `extra` may insert an early beat. */
function sinusWith(
  random: Random,
  durationS: number,
  rr: (timeS: number) => number,
  heart: Heart,
  extra: (atS: number, rrS: number) => Extra | undefined,
): Beat[] {
  const beats: Beat[] = [];
  let atS = -BEFORE_S - random.uniform(0, heart.meanRrS);
  let rrBeforeS = heart.meanRrS;
  let wasEctopic = false;
  while (atS < durationS + AFTER_S) {
    beats.push({ atS, waves: [pWave(heart), ...heart.qrs, ...tWave(heart, rrBeforeS)], isConducted: true });
    const rrS = rr(atS);
    const ectopic: Extra | undefined = wasEctopic ? undefined : extra(atS, rrS);
    wasEctopic = ectopic !== undefined;
    if (ectopic !== undefined) beats.push(ectopic.beat);
    const nextS = atS + (ectopic?.pauseS ?? rrS);
    rrBeforeS = nextS - (ectopic?.beat.atS ?? atS);
    atS = nextS;
  }
  return beats;
}

function drawRr(random: Random, heart: Heart): (timeS: number) => number {
  const standardDeviationS = random.uniform(0.015, 0.035);
  return sinusRr(random, { meanRrS: heart.meanRrS, standardDeviationS, breathingHz: random.uniform(0.2, 0.3) });
}
